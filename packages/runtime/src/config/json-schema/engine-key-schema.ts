import type { DefinitionView, PluginSection } from '../definition-view.ts'
import { engineKeysOf } from '../engine-keys.ts'
import type { JsonSchema } from '../option-schema.ts'
import { acceptReference } from './secret-reference.ts'
import { when } from './when.ts'
import { withMarkdown } from './with-markdown.ts'

/** The schemas of the options that the engine reads on behalf of a plugin. */
export function engineKeySchemas(
  section: PluginSection,
  kind: DefinitionView['kind'],
): Readonly<Record<string, JsonSchema>> {
  const known: Readonly<Record<string, JsonSchema>> = {
    IntervalMs: interval(kind),
    Match: match(),
    OnError: onError(section),
  }
  return Object.fromEntries(
    engineKeysOf(section).map((key) => [key, withMarkdown(known[key] ?? {})]),
  )
}

function interval(kind: DefinitionView['kind']): JsonSchema {
  if (kind !== 'metric_input') {
    return { description: 'No effect: this input is not polled.', doNotSuggest: true }
  }
  return {
    description:
      'Milliseconds between two polls of an input that is polled. Default: InputIntervalMs under global.',
    type: 'integer',
    minimum: 1,
    maximum: 2 ** 31 - 1,
  }
}

function onError(section: PluginSection): JsonSchema {
  const isFlusher = section === 'flushers'
  return acceptReference({
    description: isFlusher
      ? 'What becomes of events that the destination refuses: set aside as dead letters, or dropped.'
      : 'What becomes of an event that this plugin fails on: set aside as a dead letter, dropped, or passed on as it is.',
    default: 'dead_letter',
    enum: isFlusher ? ['dead_letter', 'drop'] : ['dead_letter', 'drop', 'pass'],
  })
}

function match(): JsonSchema {
  return {
    description:
      'Which groups this flusher takes: those with events of a kind, or with a tag. Default: all.',
    type: 'object',
    properties: {
      Type: acceptReference({ description: 'What is looked at.', enum: ['event_type', 'tag'] }),
    },
    required: ['Type'],
    allOf: [
      ofType('event_type', {
        Value: acceptReference({ description: 'Kind of event.', enum: ['log', 'metric', 'trace'] }),
      }),
      ofType('tag', {
        Key: { description: 'Name of the tag.', type: 'string' },
        Value: { description: 'Value the tag must have.', type: 'string' },
        DiscardingTag: {
          description: 'Remove the tag from the groups that match.',
          default: false,
          type: 'boolean',
        },
      }),
    ],
  }
}

function ofType(type: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const required = Object.keys(properties).filter((name) => !('default' in properties[name]!))
  const condition = { properties: { Type: { const: type } }, required: ['Type'] }
  return when(condition, { properties, required })
}
