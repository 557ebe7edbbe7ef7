import type { FileStat } from '../files/file-stat.ts'
import type { Following } from '../following.ts'
import type { TrackedFile } from '../files/tracked-file.ts'

/** Takes note of how large a file is now, and that it may have to be read. Tells whether its size changed. */
export function noteSize(
  { files, counters, context }: Following,
  file: TrackedFile,
  stat: FileStat,
): boolean {
  const { size } = file
  if (file.observe(stat, context.clock.monotonic())) {
    counters.truncations.add()
    const fields = { file: file.path, from: size, to: stat.size }
    context.logger.info(fields, 'the file was truncated; it is read from its beginning')
  }
  files.update(file)
  return file.size !== size
}
