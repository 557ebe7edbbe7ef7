import { join, parse, resolve } from 'node:path'
import { defineFlusher } from '@sluice/plugin'
import { int, object, size, string } from '@sluice/plugin/schema'
import { RollingFile } from '../../shared/rolling-file/rolling-file.ts'
import { encodeGroup } from './encode-group.ts'

const config = object({
  FilePath: string()
    .min(1)
    .refine((path) => !path.includes('\0'), 'a path cannot contain NUL')
    .describe('Path of the file, relative to the working directory.'),
  MaxFileSize: size('10MB')
    .refine((bytes) => bytes > 0, 'must be at least 1 byte')
    .describe(
      'Size at which the file is rolled: the batch that would exceed it goes into a new one.',
    ),
  MaxFiles: int().min(0).max(10_000).default(10).describe('Number of rolled files that are kept.'),
})

export default defineFlusher({
  type: 'flusher_file',
  description: 'Appends events to a file as JSON lines and rolls it by size.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  setup({ FilePath, MaxFileSize, MaxFiles }, context) {
    const path = resolve(FilePath)
    const { dir, name, ext } = parse(path)
    const file = new RollingFile(
      {
        path,
        maxSize: MaxFileSize,
        maxRolls: MaxFiles,
        rolledPath: (number) => join(dir, `${name}.${number}${ext}`),
      },
      context,
    )
    return {
      start: () => file.open(),
      columns: {
        work: [{ what: 'JSON lines of logs', compiled: true }],
        async write(groups) {
          const now = context.clock.seconds()
          await file.append(groups.flatMap((group) => encodeGroup(group, now)))
        },
      },
      stop: () => file.close(),
    }
  },
})
