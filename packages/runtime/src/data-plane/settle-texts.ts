import type { Group } from '../carrier/group.ts'
import { FORM_BYTES, FORM_VALUE, ROW_STRIDE, RUN_STRIDE } from '../carrier/log-table.ts'
import { SLAB_SIZE } from '@sluice/plugin/columns'

/**
 * Writes the texts that plugins have set into the slab, so that every value of the group is a range of bytes. False, with
 * nothing changed, when a value is no text, not well-formed, or the slab has no room.
 */
export function settleTexts(group: Group): boolean {
  const { table } = group
  if (table.values.length === 0) return true
  const places: number[] = []
  const texts: string[] = []
  for (let position = 0; position < group.length; position++) {
    const at = group.rowAt(position) * ROW_STRIDE
    const first = table.rows[at] as number
    const end = first + (table.rows[at + 1] as number)
    for (let run = first; run < end; run++) {
      const place = run * RUN_STRIDE
      if (table.runs[place + 1] !== FORM_VALUE) continue
      const value = table.values[table.runs[place + 2] as number]
      if (typeof value !== 'string') return false
      places.push(place)
      texts.push(value)
    }
  }
  if (texts.length === 0) return true
  const all = texts.join('')
  const length = Buffer.byteLength(all)
  if (table.used + length > SLAB_SIZE || !all.isWellFormed()) return false
  ;(table.reserve(length) as Buffer).write(all, 'utf8')
  const isAscii = length === all.length
  let offset = table.commit(length)
  for (const [index, place] of places.entries()) {
    const text = texts[index] as string
    const size = isAscii ? text.length : Buffer.byteLength(text)
    table.runs[place + 1] = FORM_BYTES
    table.runs[place + 2] = offset
    table.runs[place + 3] = size
    offset += size
  }
  return true
}
