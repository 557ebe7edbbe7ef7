import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineFlusher, defineMetricInput } from '@sluice/plugin'
import * as z from '@sluice/plugin/schema'
import { createRegistry } from '../registry/registry.ts'
import { pluginReference } from './plugin-reference.ts'

test('the page lists the plugins by section and describes the options of each', () => {
  const flusher = defineFlusher({
    type: 'flusher_mine',
    description: 'Keeps a | b.',
    stability: 'alpha',
    config: z.object({
      Host: z.string().describe('Where to.'),
      Port: z.int().min(1).default(80).describe('Its\nport.'),
    }),
    setup: () => ({ v1: { flush() {} } }),
  })
  const input = defineMetricInput({
    type: 'metric_mine',
    description: 'Reads nothing.',
    stability: 'stable',
    setup: () => ({ v1: { collect() {} } }),
  })
  const page = pluginReference(
    createRegistry([
      { origin: './mine.ts', definitions: flusher },
      { origin: '@acme/plugins', definitions: input },
    ]),
  )
  assert.deepEqual(page.match(/^##.*/gm), [
    '## Inputs',
    '### metric_mine',
    '## Flushers',
    '### flusher_mine',
  ])
  for (const line of [
    '| [`metric_mine`](#metric_mine) | stable | `@acme/plugins` | Reads nothing. |',
    '| [`flusher_mine`](#flusher_mine) | alpha | `./mine.ts` | Keeps a \\| b. |',
    '| `Host` | a string | **required** | Where to. |',
    '| `Port` | an integer of at least 1 | `80` | Its port. |',
    'No options.',
  ]) {
    assert.ok(page.includes(`\n${line}\n`), line)
  }
  assert.match(page, /^\| `Match` \| Which groups/m)
  assert.match(page, /^\| `IntervalMs` \| Milliseconds/m)
  assert.match(page, /[^\n]\n$/)
})
