import { PluginError } from '@sluice/plugin'

/** What the operator can do about the usual refusals of a file system. */
const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'allow the user the collector runs as to write there, or choose another path',
  EPERM: 'allow the user the collector runs as to write there, or choose another path',
  EROFS: 'the file system is read-only; choose another path',
  ENOSPC: 'free space on that file system; the events wait meanwhile',
  EDQUOT: 'raise the quota or free space; the events wait meanwhile',
  EFBIG: 'lower the largest file size in the options, or raise the limit of the file system',
  EISDIR: 'name a file, not a directory',
  ENOTDIR: 'a part of the path is a file where a directory is needed; choose another path',
  EMFILE: 'raise the limit of open files (ulimit -n)',
  ENFILE: 'the system is out of open files; close some',
  ENAMETOOLONG: 'choose a shorter path',
  ELOOP: 'the path leads through a circle of symbolic links; choose another one',
}

/** An error that says what could not be done with which file, why, and what to do. */
export function fileError(action: string, path: string, cause: unknown): PluginError {
  const { code = '', message } = cause as NodeJS.ErrnoException
  return new PluginError({
    code: 'FILE_UNWRITABLE',
    message: `cannot ${action} ${path}: ${message}`,
    hint: HINTS[code] ?? 'the batch is tried again; correct the cause or choose another path',
    cause,
  })
}
