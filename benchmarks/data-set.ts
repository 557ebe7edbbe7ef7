import { closeSync, openSync, writeSync } from 'node:fs'
import { accessLog, type AccessLogOptions } from '../scripts/access-log.ts'

const BLOCK = 1 << 20

export interface DataSet {
  readonly path: string
  readonly bytes: number
  readonly lines: number
  /** Makes the lines again, without newlines. */
  expected(): Iterator<string, undefined>
}

/** Writes at least `bytes` of access log to the file, in whole lines. */
export function writeDataSet(path: string, bytes: number, options: AccessLogOptions): DataSet {
  const file = openSync(path, 'w')
  let [written, lines, block] = [0, 0, '']
  for (const line of accessLog(options)) {
    block += `${line}\n`
    lines++
    if (block.length < BLOCK && written + block.length < bytes) continue
    written += writeSync(file, block)
    block = ''
    if (written >= bytes) break
  }
  closeSync(file)
  return { path, bytes: written, lines, expected: () => accessLog(options).take(lines) }
}
