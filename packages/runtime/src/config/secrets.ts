import { isAbsolute } from 'node:path'
import type { DiagnosticCode } from './codes.ts'
import { quote } from './quote.ts'
import { readTextFile } from './read-text-file.ts'

/** Environment variables by name, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

export interface SecretProblem {
  readonly code: DiagnosticCode
  readonly message: string
  readonly hint: string
}

export interface ResolvedText {
  readonly text: string
  /** Whether the text holds at least one reference. */
  readonly secret: boolean
  readonly problems: readonly SecretProblem[]
}

const reference = /\$\{(env|file):([^}]*)(\}?)/g
const largestFile = 64 * 1024
const largestTotal = 4 * 1024 * 1024

/**
 * Replaces `${env:NAME}` and `${file:/path}` in the strings of one configuration file, and remembers the values so that
 * they can be kept out of messages. A file's one trailing newline does not belong to its value.
 */
export class Secrets {
  readonly #env: Environment
  readonly #values = new Set<string>()
  #total = 0

  constructor(env: Environment) {
    this.#env = env
  }

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
    if (secret) this.#values.add(replaced)
    return { text: replaced, secret, problems }
  }

  /** The message with every value that came from a reference blotted out, also in its JSON spelling. */
  redact(message: string): string {
    const spellings = [...this.#values].flatMap((value) => [
      value,
      JSON.stringify(value).slice(1, -1),
    ])
    const longestFirst = spellings.filter(Boolean).toSorted((a, b) => b.length - a.length)
    return longestFirst.reduce((text, value) => text.replaceAll(value, '***'), message)
  }

  #look(source: string, name: string): string | SecretProblem {
    const value = source === 'env' ? this.#lookInEnvironment(name) : lookInFile(name)
    if (typeof value !== 'string') return value
    this.#total += value.length
    if (this.#total > largestTotal) {
      return {
        code: 'SECRET_UNAVAILABLE',
        message: 'the secrets of this file are larger than 4 MiB together',
        hint: 'Refer to fewer or smaller files.',
      }
    }
    this.#values.add(value)
    return value
  }

  #lookInEnvironment(name: string): string | SecretProblem {
    if (name === '') {
      return {
        code: 'SECRET_REFERENCE_INVALID',
        message: 'the reference ${env:} names no variable',
        hint: 'Write ${env:NAME}.',
      }
    }
    const value = Object.hasOwn(this.#env, name) ? this.#env[name] : undefined
    if (value !== undefined) return value
    return {
      code: 'SECRET_UNAVAILABLE',
      message: `the environment variable ${quote(name)} is not set`,
      hint: 'Set it for the collector process, or correct the name.',
    }
  }
}

function lookInFile(path: string): string | SecretProblem {
  if (!isAbsolute(path)) {
    return {
      code: 'SECRET_REFERENCE_INVALID',
      message: `the secret file ${quote(path)} is not an absolute path`,
      hint: 'Write ${file:/path/to/secret}.',
    }
  }
  const text = readTextFile(path, largestFile)
  if (typeof text === 'string') return text.replace(/\r?\n$/, '')
  return {
    code: 'SECRET_UNAVAILABLE',
    message: `the secret file ${quote(path)} ${text.message}`,
    hint: 'A secret file is a regular file of at most 64 KiB that the collector may read.',
  }
}

function unfinished(source: string): SecretProblem {
  return {
    code: 'SECRET_REFERENCE_INVALID',
    message: `the reference \${${source}: has no closing brace`,
    hint: source === 'env' ? 'Write ${env:NAME}.' : 'Write ${file:/path}.',
  }
}
