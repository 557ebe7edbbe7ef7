import { closeSync, openSync, writeSync } from 'node:fs'

const BLOCK = 1 << 20

export interface DataSet {
  readonly path: string
  readonly bytes: number
  /** Events, each of one line or of several. */
  readonly events: number
  /** Makes the events' texts again, without the newline at the end. */
  readonly expected: () => IteratorObject<string, undefined>
}

/** Writes at least `bytes` to the file: whole texts, each with a newline behind it. */
export function writeDataSet(
  path: string,
  bytes: number,
  texts: () => Generator<string, never>,
): DataSet {
  const file = openSync(path, 'w')
  let [written, events, block] = [0, 0, '']
  for (const text of texts()) {
    block += `${text}\n`
    events++
    if (block.length < BLOCK && written + block.length < bytes) continue
    written += writeSync(file, block)
    block = ''
    if (written >= bytes) break
  }
  closeSync(file)
  return { path, bytes: written, events, expected: () => texts().take(events) }
}
