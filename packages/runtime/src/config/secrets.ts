import { isAbsolute } from 'node:path'
import type { DiagnosticCode } from './codes.ts'
import { quote } from './quote.ts'
import { readTextFile } from './read-text-file.ts'

/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Why a reference cannot be replaced. */
export interface SecretProblem {
  readonly code: DiagnosticCode
  readonly message: string
  readonly hint: string
}

/** A text after its references were looked up. */
export interface ResolvedText {
  /** With nothing in the place of a reference that has a problem. */
  readonly text: string
  /** Whether the text holds at least one reference. */
  readonly secret: boolean
  readonly problems: readonly SecretProblem[]
}

const reference = /\$\{(env|file):([^}]*)(\}?)/g
const largestFile = 64 * 1024
const largestTotal = 4 * 1024 * 1024
const longestPath = 200

/**
 * Replaces `${env:NAME}` and `${file:/path}` in strings of configuration, and remembers the values so that they can be
 * kept out of messages. A file holds 64 KiB at most, all values together 4 MiB; a file's one trailing newline does not
 * belong to its value.
 */
export class Secrets {
  readonly #env: Environment
  readonly #values = new Set<string>()
  #total = 0

  constructor(env: Environment) {
    this.#env = env
  }

  /** Every value met so far, none of them empty. */
  get values(): readonly string[] {
    return [...this.#values]
  }

  /** Counts a credential that the configuration itself holds among the values. */
  remember(value: string): void {
    if (value !== '') this.#values.add(value)
  }

  /** The text with its references replaced; values are not searched for more of them. Blocks while it reads files. */
  resolve(text: string): ResolvedText {
    if (!text.includes('${')) return { text, secret: false, problems: [] }
    const problems: SecretProblem[] = []
    let secret = false
    const replaced = text.replace(reference, (_, source: string, name: string, end: string) => {
      secret = true
      const found = end === '' ? unfinished(source) : this.#look(source, name)
      if (typeof found === 'string') return found
      problems.push(found)
      return ''
    })
    return { text: replaced, secret, problems }
  }

  /** The message with every value blotted out, also in its JSON spelling. */
  redact(message: string): string {
    const spellings = [...this.#values].flatMap((value) => [
      value,
      JSON.stringify(value).slice(1, -1),
    ])
    const longestFirst = spellings.toSorted((a, b) => b.length - a.length)
    return longestFirst.reduce((text, value) => text.replaceAll(value, '***'), message)
  }

  #look(source: string, name: string): string | SecretProblem {
    const value = source === 'env' ? this.#lookInEnvironment(name) : lookInFile(name)
    if (typeof value !== 'string') return value
    this.#total += value.length
    if (this.#total > largestTotal) {
      return {
        code: 'SECRET_UNAVAILABLE',
        message: 'the secrets are larger than 4 MiB together; expected less',
        hint: 'Refer to fewer or smaller files.',
      }
    }
    this.remember(value)
    return value
  }

  #lookInEnvironment(name: string): string | SecretProblem {
    if (name === '') {
      return {
        code: 'SECRET_REFERENCE_INVALID',
        message: 'the reference ${env:} names no variable; expected one',
        hint: 'Write ${env:NAME}.',
      }
    }
    const value = Object.hasOwn(this.#env, name) ? this.#env[name] : undefined
    if (value !== undefined) return value
    return {
      code: 'SECRET_UNAVAILABLE',
      message: `the environment variable ${quote(name)} is not set; expected the secret in it`,
      hint: `Set it where this process is started: export ${/^\w+$/.test(name) ? name : 'NAME'}=…, or correct the name.`,
    }
  }
}

function lookInFile(path: string): string | SecretProblem {
  if (!isAbsolute(path)) {
    return {
      code: 'SECRET_REFERENCE_INVALID',
      message: `the secret file ${quote(path, longestPath)} is not an absolute path; expected one`,
      hint: 'Write ${file:/path/to/secret}.',
    }
  }
  const text = readTextFile(path, largestFile)
  if (typeof text === 'string') return text.replace(/\r?\n$/, '')
  return {
    code: 'SECRET_UNAVAILABLE',
    message: `the secret file ${quote(path, longestPath)} ${text.message}; expected a text file of at most 64 KiB`,
    hint: 'Write ${file:/path/to/secret} with a file that this process may read.',
  }
}

function unfinished(source: string): SecretProblem {
  return {
    code: 'SECRET_REFERENCE_INVALID',
    message: `the reference \${${source}: has no closing brace; expected one`,
    hint: source === 'env' ? 'Write ${env:NAME}.' : 'Write ${file:/path}.',
  }
}
