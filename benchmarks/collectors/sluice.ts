import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.ts'
import type { Event, Work } from '../work.ts'
import type { Collector, Job, Launch } from './collector.ts'

/** The command as users have it: the launcher and the bundle that `npm run build` made. */
export const sluiceCommand = join(root, 'packages/cli/bin/sluice')

const scriptPlugin = join(import.meta.dirname, '../plugins/status-class.js')

export const sluice: Collector = {
  name: 'sluice',
  launch(job: Job): Launch {
    const { work, input, output, directory, follow = false, threads = 1 } = job
    const config = join(directory, 'pipeline.json')
    const multiline = work.kind === 'join' ? { Multiline: { StartPattern: work.start } } : {}
    const source = { Type: 'input_file', FilePaths: [input], ...multiline }
    const flusher =
      output === undefined
        ? { Type: 'flusher_blackhole' }
        : { Type: 'flusher_file', FilePath: output, MaxFileSize: 2 ** 32 - 1 }
    const pipeline = { inputs: [source], processors: processorsOf(work), flushers: [flusher] }
    writeFileSync(config, JSON.stringify(pipeline))
    return {
      command: sluiceCommand,
      args: [
        'run',
        config,
        ...(follow ? [] : ['--once']),
        ...(work.kind === 'regex-script' ? ['--plugin', scriptPlugin] : []),
        ...['--threads', String(threads)],
        ...['--log-format', 'json'],
        ...['--data-dir', join(directory, 'data')],
      ],
      ends: !follow,
      events: (line) => [JSON.parse(line) as Event],
      delivered,
    }
  },
}

function processorsOf(work: Work): readonly object[] {
  switch (work.kind) {
    case 'lines':
    case 'join':
      return []
    case 'regex':
      return [regexProcessor(work)]
    case 'regex-filter':
      return [
        regexProcessor(work),
        { Type: 'processor_filter_regex', Include: { [work.field]: work.matches } },
      ]
    case 'regex-script':
      return [regexProcessor(work), { Type: 'processor_status_class' }]
    case 'json':
      return [{ Type: 'processor_parse_json_native', SourceKey: 'content' }]
    case 'delimiter':
      return [
        {
          Type: 'processor_parse_delimiter_native',
          SourceKey: 'content',
          Separator: work.separator,
          Quote: work.quote,
          Keys: work.keys,
        },
      ]
    case 'pairs':
      return [
        {
          Type: 'processor_split_key_value',
          SourceKey: 'content',
          Delimiter: ' ',
          Separator: '=',
          Quote: '"',
          KeepSource: false,
        },
      ]
  }
}

function regexProcessor({ pattern, keys }: { pattern: string; keys: readonly string[] }): object {
  return { Type: 'processor_parse_regex_native', SourceKey: 'content', Regex: pattern, Keys: keys }
}

/** From the record that is logged when a pipeline stops. */
function delivered(said: string): number {
  const stopped = said
    .split('\n')
    .filter((line) => line.includes('"pipeline stopped"'))
    .map((line) => JSON.parse(line) as { eventsOut: number })
  return stopped.reduce((total, { eventsOut }) => total + eventsOut, 0)
}
