import { type ConfigNode, entryOf, type MapNode } from './config-node.ts'
import { describeNode } from './describe-node.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { Path } from './path.ts'
import type { Match } from './plan.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'
import type { ScalarValue } from './type-scalar.ts'

const eventTypes = ['log', 'metric', 'trace'] as const
const keysOfType: Readonly<Record<Match['type'], readonly string[]>> = {
  event_type: ['Type', 'Value'],
  tag: ['Type', 'Key', 'Value', 'DiscardingTag'],
}

/** Reads the `Match` of a flusher; undefined, after reporting, when it is not one. */
export function parseMatch(node: ConfigNode, path: Path, reporter: Reporter): Match | undefined {
  if (node.kind !== 'map') {
    const message = `"Match" must be a map, found ${describeNode(node)}`
    const hint =
      'Write Match: {Type: event_type, Value: log} or Match: {Type: tag, Key: name, Value: text}.'
    reporter.error({ code: 'OPTION_TYPE_WRONG', at: node.at, path, message, hint })
    return undefined
  }
  const reader = new MatchReader(node, path, reporter)
  const type = reader.choice('Type', ['event_type', 'tag'] as const)
  if (type === undefined) return undefined
  reader.reportUnknown(keysOfType[type])
  return type === 'event_type' ? reader.eventType() : reader.tag()
}

class MatchReader {
  readonly #map: MapNode
  readonly #path: Path
  readonly #reporter: Reporter

  constructor(map: MapNode, path: Path, reporter: Reporter) {
    this.#map = map
    this.#path = path
    this.#reporter = reporter
  }

  eventType(): Match | undefined {
    const value = this.choice('Value', eventTypes)
    return value === undefined ? undefined : { type: 'event_type', value }
  }

  tag(): Match | undefined {
    const key = this.#string('Key')
    const value = this.#string('Value')
    const node = entryOf(this.#map, 'DiscardingTag')?.value
    const flag = node === undefined ? false : scalarOf(node)
    if (typeof flag !== 'boolean') {
      this.#wrong('DiscardingTag', 'true or false', node)
      return undefined
    }
    if (key === undefined || value === undefined) return undefined
    return { type: 'tag', key, value, discardingTag: flag }
  }

  choice<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
    const node = entryOf(this.#map, key)?.value
    const text = scalarOf(node)
    const found = choices.find((choice) => choice === text)
    if (found !== undefined) return found
    const expected = choices.map((choice) => `"${choice}"`).join(', ')
    const hint = typeof text === 'string' ? didYouMean(nearest(text, choices)) : undefined
    this.#wrong(key, `one of ${expected}`, node, hint)
    return undefined
  }

  reportUnknown(known: readonly string[]): void {
    for (const entry of this.#map.entries) {
      if (known.includes(entry.key)) continue
      const message = `"Match" has no key ${quote(entry.key)}; it is ignored`
      const hint = didYouMean(nearest(entry.key, known)) ?? `Its keys are ${known.join(', ')}.`
      this.#reporter.warning({
        code: 'OPTION_UNKNOWN',
        at: entry.at,
        path: [...this.#path, entry.key],
        message,
        hint,
      })
    }
  }

  #string(key: string): string | undefined {
    const node = entryOf(this.#map, key)?.value
    const text = scalarOf(node)
    if (typeof text === 'string') return text
    this.#wrong(key, 'a string', node, text == null ? undefined : 'Put it in quotes.')
    return undefined
  }

  #wrong(key: string, expected: string, node: ConfigNode | undefined, hint?: string): void {
    const path = [...this.#path, key]
    if (node === undefined) {
      const message = `"Match" lacks its key "${key}"; expected ${expected}`
      this.#reporter.error({ code: 'OPTION_MISSING', at: this.#map.at, path, message, hint })
      return
    }
    const message = `"${key}" of "Match" must be ${expected}; found ${describeNode(node)}`
    this.#reporter.error({ code: 'OPTION_INVALID', at: node.at, path, message, hint })
  }
}

function scalarOf(node: ConfigNode | undefined): ScalarValue | undefined {
  return node?.kind === 'scalar' ? node.value : undefined
}
