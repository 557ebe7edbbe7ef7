import { basename, resolve } from 'node:path'
import { UsageError } from '../../host/usage-error.ts'
import { type KindChoice, KINDS } from './plugin-kinds.ts'

/** Longer names make file names that not every file system takes. */
const LONGEST_NAME = 64
const NAME = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/

/** What the new plugin is called and where it goes. */
export interface PluginNaming {
  /** What pipelines call it. */
  readonly name: string
  /** Absolute. */
  readonly directory: string
  readonly packageName: string
}

/** Each of directory and name follows from the other. Throws a `UsageError` for a name that is none for the kind. */
export function namePlugin(
  directory: string | undefined,
  given: string | undefined,
  { kind, prefix }: KindChoice,
): PluginNaming {
  const name =
    given ??
    (directory === undefined ? `${prefix}example` : nameFor(basename(resolve(directory)), prefix))
  const isName = NAME.test(name) && name.startsWith(prefix) && name.length <= LONGEST_NAME
  if (!isName) {
    const proposal = nameFor(name, prefix)
    const source = given === undefined ? 'the directory makes the name' : '--name is'
    throw new UsageError(
      `${source} ${JSON.stringify(name)}; that of ${article(kind)} ${kind} begins with ${prefix} and is ` +
        `lower snake case, ${LONGEST_NAME} characters at most`,
      `Write for example --name ${NAME.test(proposal) && proposal.length <= LONGEST_NAME ? proposal : `${prefix}example`}.`,
    )
  }
  const path = resolve(directory ?? name.replaceAll('_', '-'))
  return { name, directory: path, packageName: packageNameFor(basename(path), name) }
}

/** The prefix of another kind is replaced. */
function nameFor(text: string, prefix: string): string {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('_')
  const other = KINDS.find((choice) => `${words}_`.startsWith(choice.prefix))?.prefix ?? ''
  return prefix + words.slice(other.length)
}

/** npm takes lower case, digits and `-._~`, but neither `.` nor `_` in front. */
function packageNameFor(directory: string, name: string): string {
  const allowed = directory.toLowerCase().replaceAll(/[^a-z0-9._~-]+/g, '-')
  return allowed.replace(/^[._-]+/, '').replace(/-+$/, '') || name.replaceAll('_', '-')
}

function article(kind: string): 'a' | 'an' {
  return /^[aeiou]/.test(kind) ? 'an' : 'a'
}
