import { ConfigError, type PluginContext } from '@sluice/plugin'
import type { BlockFormat } from './lines/block-splitter.ts'
import { Exclusions, uselessExclusions } from './discovery/exclusions.ts'
import { createBlockFormat } from './lines/multiline.ts'
import { type FileInputOptions, settleOptions } from './options.ts'
import { parsePathGlob, type PathGlob } from './discovery/path-glob.ts'

/** The options in the form in which they are used. */
export interface Settings {
  readonly options: FileInputOptions
  readonly globs: readonly PathGlob[]
  readonly exclusions: Exclusions
  /** How lines are joined; undefined when each is an event. */
  readonly blocks: BlockFormat | undefined
}

/** Prepares the options. Throws a `ConfigError` for what cannot work and warns of what has no effect. */
export function createSettings(given: FileInputOptions, context: PluginContext): Settings {
  const options = settleOptions(given, context)
  for (const pattern of uselessExclusions(options)) {
    const message = 'the exclusion matches nothing: directories are absolute, names without one'
    context.logger.warn({ pattern }, message)
  }
  const globs = options.FilePaths.map((path, index) => parse(path, index, options))
  for (const { base, levels, text } of globs) {
    if (base !== '/' || levels.length > 0 || options.AllowingCollectingFilesInRootDir) continue
    const fields = { pattern: text, option: 'AllowingCollectingFilesInRootDir' }
    context.logger.warn(fields, 'files directly in / are not collected unless the option is true')
  }
  const blocks = createBlockFormat(options.Multiline, context)
  return { options, globs, exclusions: new Exclusions(options), blocks }
}

function parse(path: string, index: number, options: FileInputOptions): PathGlob {
  try {
    return parsePathGlob(path, options.MaxDirSearchDepth)
  } catch (error) {
    const hint = "write it like '/var/log/app/**/*.log'"
    throw new ConfigError(['FilePaths', index], (error as Error).message, hint)
  }
}
