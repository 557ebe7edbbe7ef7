import { type Command, Option } from 'commander'
import type { Distribution } from './distribution.ts'

/** What a command is given of the process it runs in. */
export interface CommandHost {
  /** Loads the plugins: only commands that need them in the control thread do. */
  distribution(): Promise<Distribution>
  /** To be called once, with what the process shall exit with. */
  done(exitCode: number): void
}

/** Declares one command; what it does is imported when it runs. */
export type AddCommand = (program: Command, host: CommandHost) => void

/** The section below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/** The option that loads plugins from outside the distribution. */
export function pluginOption(): Option {
  return new Option(
    '--plugin <entry>',
    'a plugin of your own: the path of a .ts or .js file, or the name of an installed package; may be repeated',
  )
    .default([], 'none')
    .argParser((entry: string, before: readonly string[]) => [...before, entry])
}
