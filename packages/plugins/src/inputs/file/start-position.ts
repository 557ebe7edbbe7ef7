import type { LogFields } from '@sluice/plugin'
import { checkSignature } from './signature.ts'
import type { OnceLog } from './once-log.ts'
import type { OpenFiles } from './open-files.ts'
import { tailPosition } from './tail-position.ts'
import type { TrackedFile } from './tracked-file.ts'

/** Moves a file that was never seen before to where its reading begins. Throws when the file cannot be opened. */
export function moveToTail(
  file: TrackedFile,
  size: number,
  tail: number,
  { open, log }: { readonly open: OpenFiles; readonly log: OnceLog },
): number {
  if (size <= tail) return 0
  const fd = open.use(file)
  const offset = tailPosition(fd, size, tail)
  file.signature = checkSignature(fd, file.signature) ?? file.signature
  file.offset = offset
  file.examined = offset
  file.size = offset
  const fields: LogFields = { file: file.path, skippedBytes: offset, option: 'TailSizeKB' }
  log.warn(file.path, fields, 'only the end of the file is read; the option says how much of it')
  return offset
}
