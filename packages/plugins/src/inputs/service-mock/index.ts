import { defineServiceInput, group } from '@sluice/plugin'
import { boolean, int, object, record, string } from '@sluice/plugin/schema'
import { createMock } from './create-mock.ts'

const config = object({
  Tags: record(string(), string())
    .default({})
    .describe('Tags of every log: fields in a v1 pipeline, tags of the event in v2.'),
  Fields: record(string(), string()).default({}).describe('Fields of every log.'),
  File: string().default('').describe('A file whose text becomes the field `content`.'),
  Index: int().default(0).describe('Number that the field `Index` counts on from.'),
  LogsPerSecond: int().min(0).default(0).describe('Logs made each second, the first at once.'),
  MaxLogCount: int().min(0).default(0).describe('Logs after which the input ends; 0 means never.'),
  Block: boolean()
    .default(false)
    .describe('Never end, not even when asked to: for testing how a hanging input is stopped.'),
})

export default defineServiceInput({
  type: 'service_mock',
  description: 'Makes numbered logs at a steady rate.',
  stability: 'stable',
  compat: 'extended',
  config,
  endsOnce: ({ LogsPerSecond, MaxLogCount, Block }) =>
    LogsPerSecond > 0 && MaxLogCount > 0 && !Block,
  setup(options, context) {
    const mock = createMock(options, context)
    return {
      v1: {
        start: (collector, signal) =>
          mock.run(signal, async (fieldsOfLogs) => {
            for (const fields of fieldsOfLogs) await collector.addData(options.Tags, fields)
          }),
      },
      v2: {
        startService: ({ collector }, signal) =>
          mock.run(signal, (fieldsOfLogs) =>
            collector.collect(group(), ...fieldsOfLogs.map((fields) => mock.event(fields))),
          ),
      },
    }
  },
})
