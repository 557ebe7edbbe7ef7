import type { LogValue } from '@sluice/plugin'
import { valueToText } from '@sluice/plugin'
import type { JsonLayout } from '@sluice/plugin/columns'
import type { Group } from './group.ts'
import { FORM_BYTES, ROW_STRIDE, RUN_STRIDE } from './log-table.ts'

/** Text is handed to the encoder in pieces of about this many characters: long enough to be cheap, short enough to be flat. */
const PIECE_LENGTH = 64 * 1024

/**
 * The rows of a group as JSON lines. This is the plain form: one string per piece, encoded as UTF-8 at once, because
 * one call per piece is many times cheaper than one per field.
 */
export function encodeJsonLines(group: Group, layout: JsonLayout): Uint8Array[] {
  const { rows, runs, keys, values } = group.table
  const { table } = group
  const prefixes = keys.map((key) => `${jsonText(key)}:`)
  const head = `${layout.prefix ?? ''}{`
  const tags = layout.tags ? jsonTags(group) : ''
  const pieces: Uint8Array[] = []
  let text = ''
  for (let position = 0; position < group.length; position++) {
    const at = group.rowAt(position) * ROW_STRIDE
    const first = rows[at] as number
    const end = first + (rows[at + 1] as number)
    if (first === end) continue
    let line = head + tags
    if (layout.time === 'number-first') line += `"__time__":${(rows[at + 3] as number) >>> 0},`
    for (let run = first; run < end; run++) {
      const place = run * RUN_STRIDE
      const a = runs[place + 2] as number
      if (run > first) line += ','
      line += prefixes[runs[place] as number] as string
      line +=
        runs[place + 1] === FORM_BYTES
          ? jsonText(table.decode(a, runs[place + 3] as number))
          : jsonValue(values[a] as LogValue)
    }
    if (layout.time === 'string-last') line += `,"__time__":"${(rows[at + 3] as number) >>> 0}"`
    text += `${line}}\n`
    if (text.length < PIECE_LENGTH) continue
    pieces.push(Buffer.from(text))
    text = ''
  }
  if (text !== '') pieces.push(Buffer.from(text))
  return pieces
}

// oxlint-disable-next-line no-control-regex -- what JSON must escape (RFC 8259 section 7), and halves of surrogate pairs
const MUST_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

export function jsonText(text: string): string {
  return MUST_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** A value as JSON. */
export function jsonValue(value: LogValue): string {
  if (typeof value === 'string') return jsonText(value)
  return value instanceof Uint8Array ? jsonText(valueToText(value)) : valueToText(value)
}

export function jsonTags(group: Group): string {
  let text = ''
  for (const [key, value] of group.info.tags) text += `${jsonText(key)}:${jsonText(value)},`
  return text
}
