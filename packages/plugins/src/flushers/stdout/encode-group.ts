import type { EventGroup } from '@sluice/plugin'
import type { ColumnFlushGroup } from '@sluice/plugin/columns'
import { eventLine } from './event-line.ts'
import type { Format } from './format.ts'

/** A group as lines of bytes, `prefix` in front of each. */
export function encodeGroup(
  { columns, events }: ColumnFlushGroup,
  format: Format,
  prefix: string,
): readonly Uint8Array[] {
  if (format.shape !== 'pairs' || columns.length !== events.length) {
    return encodeLines(groupLines(events, format), prefix)
  }
  const rows = columns.encodeJson({ tags: false, time: 'string-last', prefix })
  return format.tags ? [...encodeLines([heading(events, format)], prefix), ...rows] : rows
}

/** A group as lines of text. */
export function groupLines(events: EventGroup, format: Format): readonly string[] {
  const lines = events.events
    .map((event) => eventLine(event, format))
    .filter((line) => line !== undefined)
  return format.tags ? [heading(events, format), ...lines] : lines
}

function encodeLines(lines: readonly string[], prefix: string): readonly Uint8Array[] {
  return [Buffer.from(lines.map((line) => `${prefix}${line}\n`).join(''))]
}

function heading({ tags, metadata, length }: EventGroup, { shape, bare }: Format): string {
  if (shape === 'typed') {
    if (bare) return JSON.stringify({ eventGroup: { events: length, metadata, tags } })
    const [metadataText, tagsText] = [JSON.stringify(metadata), JSON.stringify(tags)]
    return `[Event] event ${length}, metadata ${metadataText}, tags ${tagsText}`
  }
  const topic = metadata.get('__topic__') ?? ''
  if (bare) return JSON.stringify({ logGroup: { topic, logcount: length, tags } })
  return `[LogGroup] topic ${topic}, logstore , logcount ${length}, tags ${JSON.stringify(tags)}`
}
