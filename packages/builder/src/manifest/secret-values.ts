import { isAbsolute } from 'node:path'
import type { Environment } from '@sluice/runtime'
import type { Problem } from './findings.ts'
import { type Unreadable, readFileBounded } from './read-bounded.ts'
import { show } from './show.ts'

const reference = /\$\{(env|file):([^}]*)(\}?)/g

/** Resolves `${env:NAME}` and `${file:/path}`, and remembers every credential it meets. */
export class SecretValues {
  readonly #env: Environment
  readonly #values = new Set<string>()

  constructor(env: Environment) {
    this.#env = env
  }

  /** Every credential met so far, none of them empty. */
  get values(): readonly string[] {
    return [...this.#values]
  }

  /** Remembers a credential that a manifest itself holds. */
  add(value: string): void {
    // As UTF-8 it is printed so.
    if (value !== '') this.#values.add(value.toWellFormed())
  }

  /** The text with its references replaced; a file's one trailing newline does not belong to its value. */
  async resolve(text: string): Promise<{ readonly text: string } | Problem> {
    let resolved = ''
    let end = 0
    for (const match of text.matchAll(reference)) {
      const [whole, source, name = '', brace] = match
      const value = brace === '' ? malformed(whole) : await this.#look(source, name)
      if (typeof value !== 'string') return value
      this.add(value)
      resolved += text.slice(end, match.index) + value
      end = match.index + whole.length
    }
    return { text: resolved + text.slice(end) }
  }

  async #look(source: string | undefined, name: string): Promise<string | Problem> {
    if (name === '') return malformed(`\${${source}:}`)
    return source === 'env' ? this.#variable(name) : await readSecretFile(name)
  }

  #variable(name: string): string | Problem {
    const value = Object.hasOwn(this.#env, name) ? this.#env[name] : undefined
    if (value !== undefined && value !== '') return value
    const state = value === undefined ? 'not set' : 'empty'
    return {
      code: 'SECRET_UNAVAILABLE',
      message: `the environment variable ${show(name)} is ${state}; expected the credential in it`,
      hint: `Set it for the build: export ${/^\w+$/.test(name) ? name : 'NAME'}=…, or correct the name.`,
    }
  }
}

async function readSecretFile(path: string): Promise<string | Problem> {
  const found: string | Unreadable = isAbsolute(path)
    ? await readFileBounded(path)
    : { reason: 'is no absolute path' }
  if (typeof found === 'string') return found.replace(/\r?\n$/, '')
  return {
    code: 'SECRET_UNAVAILABLE',
    message: `the secret file ${show(path)} ${found.reason}; expected a text file`,
    hint: 'Write ${file:/path/to/secret} with a file that the build may read.',
  }
}

function malformed(text: string): Problem {
  return {
    code: 'SECRET_REFERENCE_INVALID',
    message: `the reference ${show(text)} has no name or no closing brace; expected one`,
    hint: 'Write ${env:NAME} or ${file:/path}.',
  }
}
