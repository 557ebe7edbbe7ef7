import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { toError } from '../carrier/named-error.ts'
import { CollectorError } from './collector-error.ts'

const EXTENSION = '.cpuprofile'
const HINT = `Write it like --profile=name${EXTENSION}; its folder must exist and be writable.`

/**
 * The file for the CPU profile of each of so many data threads; none when there are to be none.
 *
 * @throws CollectorError when one of them cannot be written
 */
export function profileFiles(
  wanted: boolean | string | undefined,
  threads: number,
): readonly string[] {
  if (wanted === undefined || wanted === false) return []
  const files = Array.from({ length: threads }, (_, index) => {
    const suffix = `-${index + 1}${EXTENSION}`
    if (wanted === true) return `sluice-${process.pid}${suffix}`
    // Whatever else the name belongs to is not to be overwritten.
    if (!wanted.endsWith(EXTENSION)) throw refused(wanted, `does not end in ${EXTENSION}`)
    return threads === 1 ? wanted : `${wanted.slice(0, -EXTENSION.length)}${suffix}`
  })
  for (const file of files) checkWritable(file)
  return files
}

function checkWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK)
    const there = statSync(file, { throwIfNoEntry: false })
    if (there === undefined) return
    if (!there.isFile()) throw new Error('it is no regular file')
    accessSync(file, constants.W_OK)
  } catch (error) {
    throw refused(file, `cannot be written: ${toError(error).message}`)
  }
}

function refused(file: string, why: string): CollectorError {
  const message = `the CPU profile ${file} ${why}`
  return new CollectorError({ code: 'PROFILE_REFUSED', message, hint: HINT })
}
