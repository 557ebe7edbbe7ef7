import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BuildRefused } from '../finding.ts'
import type { WantedPackage } from './messages.ts'

type Section = Readonly<Record<string, string>>

export interface RepositoryManifest {
  readonly name?: string
  readonly version?: string
  readonly dependencies?: Section
  readonly devDependencies?: Section
  readonly optionalDependencies?: Section
  readonly peerDependencies?: Section
  readonly overrides?: Readonly<Record<string, unknown>>
}

/** A line that package.json does not have. */
export interface PackageEdit {
  readonly text: string
  /** Absent for an override. */
  readonly wanted?: WantedPackage
}

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

/** The repository's package.json: what it says, and what the manifests make of it. */
export class PackageJson {
  readonly manifest: RepositoryManifest
  readonly #file: string
  readonly #text: string

  private constructor(file: string, text: string, manifest: RepositoryManifest) {
    this.#file = file
    this.#text = text
    this.manifest = manifest
  }

  /** Rejects with `BuildRefused` when there is none or it is not JSON. */
  static async read(root: string): Promise<PackageJson> {
    const file = join(root, 'package.json')
    try {
      const text = await readFile(file, 'utf8')
      return new PackageJson(file, text, JSON.parse(text) as RepositoryManifest)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      const problem = {
        severity: 'error',
        place: { file: 'package.json', line: 1, column: 1 },
      } as const
      throw new BuildRefused([
        code === 'ENOENT'
          ? {
              ...problem,
              code: 'REPOSITORY_MISSING',
              message: `there is no package.json in ${root}`,
              hint: 'Run npm init -y, then npm install --save-dev sluice, or change to the repository.',
            }
          : {
              ...problem,
              code: 'REPOSITORY_INVALID',
              message: `package.json cannot be read: ${message}`,
              hint: 'Correct it; npm pkg get name shows whether npm can read it.',
            },
      ])
    }
  }

  /** What has to change for these packages and overrides to be in it; empty when all is there. */
  edits(
    wanted: readonly WantedPackage[],
    overrides: ReadonlyMap<string, string>,
  ): readonly PackageEdit[] {
    const missing = wanted
      .filter(({ name, range }) => this.manifest[this.#sectionOf(name)]?.[name] !== range)
      .map((each) => ({ text: `${each.name}@${each.range}`, wanted: each }))
    const overridden = [...overrides]
      .filter(([name, version]) => this.manifest.overrides?.[name] !== version)
      .map(([name, version]) => ({ text: `override ${name}@${version}` }))
    return [...missing, ...overridden]
  }

  /** Writes them into it; the file keeps its indentation. */
  async write(
    wanted: readonly WantedPackage[],
    overrides: ReadonlyMap<string, string>,
  ): Promise<void> {
    const changed: Record<string, unknown> = { ...this.manifest }
    for (const { name, range } of wanted) {
      const section = this.#sectionOf(name)
      changed[section] = sorted({ ...(changed[section] as Section | undefined), [name]: range })
    }
    if (overrides.size > 0) {
      changed['overrides'] = { ...this.manifest.overrides, ...Object.fromEntries(overrides) }
    }
    const [, indentation = '  '] = /^\{\r?\n([ \t]+)/.exec(this.#text) ?? []
    await writeFile(this.#file, `${JSON.stringify(changed, undefined, indentation)}\n`)
  }

  #sectionOf(name: string): (typeof SECTIONS)[number] {
    return SECTIONS.find((each) => this.manifest[each]?.[name] !== undefined) ?? 'devDependencies'
  }
}

function sorted(section: Section): Section {
  return Object.fromEntries(Object.entries(section).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
