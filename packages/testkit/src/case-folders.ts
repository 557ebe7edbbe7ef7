import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { type LogValue, log, metric, type MetricType, type PluginDefinition } from '@sluice/plugin'
import { parse } from 'yaml'
import { runProcessor } from './run-plugin.ts'
import type { EventLike, EventSnapshot } from './snapshot.ts'

/**
 * Makes one test of every folder in `directory`: `config.yml` holds the processor's options (and, under `$model`, the
 * pipeline's model), `input.jsonl` the events and `expected.jsonl` what must come out, one JSON object a line. A log is
 * an object of fields, or `{"$contents": [[key, value], …], "$time": seconds}` where order, duplicates or time matter;
 * a metric is `{"$metric": name, "type": …, "value": …, "tags": {…}}`.
 */
export function caseFolders(directory: string, plugin: PluginDefinition): void {
  for (const name of readdirSync(directory).toSorted()) {
    test(`${plugin.type}: ${basename(name).replaceAll('-', ' ')}`, () =>
      runCase(join(directory, name), plugin))
  }
}

async function runCase(folder: string, plugin: PluginDefinition): Promise<void> {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const { $model, ...options } = parse(read('config.yml')) as Record<string, unknown>
  const { events, deadLetters } = await runProcessor(plugin, {
    options,
    model: $model === 'v2' ? 'v2' : 'v1',
    events: lines(read('input.jsonl')).map(toEvent),
  })
  const expected = lines(read('expected.jsonl'))
  const found = events.map((event, index) => like(event, expected[index]))
  assert.deepEqual(found, expected)
  assert.deepEqual(deadLetters, [], 'nothing was set aside')
}

type Line = Readonly<Record<string, unknown>>

function lines(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Line)
}

function toEvent(line: Line): EventLike {
  if ('$metric' in line) {
    const { $metric, type, value, tags } = line
    const init = tags === undefined ? {} : { tags: tags as Record<string, string> }
    return metric(type as MetricType, $metric as string, value as number, init)
  }
  const { $contents, $time, ...fields } = line
  const contents = ($contents ?? fields) as Record<string, LogValue>
  return log({ contents, time: BigInt(($time as number | undefined) ?? 0) * 1_000_000_000n })
}

/** The event in the form the expectation has, so that only what it speaks of is compared. */
function like(event: EventSnapshot, expected: Line | undefined): Line {
  if (event.kind === 'metric') {
    const { name, metricType, value, tags } = event
    return {
      $metric: name,
      type: metricType,
      value,
      ...(expected?.['tags'] === undefined ? {} : { tags: tags.toJSON() }),
    }
  }
  if (event.kind !== 'log') return { kind: event.kind }
  const ordered = {
    $contents: event.contents,
    ...(expected?.['$time'] === undefined ? {} : { $time: event.time }),
  }
  const keys = new Set(event.contents.map(([key]) => key))
  const plain = expected === undefined || !('$contents' in expected)
  return plain && keys.size === event.contents.length ? Object.fromEntries(event.contents) : ordered
}
