import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { root } from '../../../scripts/root.ts'
import type { Tree } from '../../support/pack-tree.ts'

/** The stock command, as a shell finds it. */
export const command = join(root, 'packages/cli/bin/sluice')

type Environment = Readonly<Record<string, string>>

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
}

/** A private repository and a home directory beside it, in a folder that goes away with the test. */
export class Repository {
  readonly path: string
  readonly home: string
  readonly #environment: Environment

  /** `environment`: for every command that runs in it. */
  constructor(test: Pick<TestContext, 'after'>, files: Tree, environment: Environment = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-builder-'))
    test.after(() => rmSync(folder, { recursive: true, force: true }))
    this.path = join(folder, 'repository')
    this.home = join(folder, 'home')
    this.#environment = environment
    mkdirSync(this.home)
    this.write({ 'package.json': '{"name": "acme-collector", "version": "1.2.3"}\n', ...files })
  }

  write(files: Tree): void {
    writeTree(this.path, files)
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8')
  }

  has(path: string): boolean {
    return existsSync(join(this.path, path))
  }

  remove(...paths: readonly string[]): void {
    for (const path of paths) rmSync(join(this.path, path), { recursive: true })
  }

  sluice(args: readonly string[], environment: Environment = {}): Promise<Ended> {
    return this.run(command, args, environment)
  }

  build(...args: readonly string[]): Promise<Ended> {
    return this.sluice(['build', ...args])
  }

  /** The command of the distribution in output/. */
  distribution(...args: readonly string[]): Promise<Ended> {
    return this.run(process.execPath, ['output/sluice.mjs', ...args])
  }

  run(program: string, args: readonly string[], environment: Environment = {}): Promise<Ended> {
    const env = { ...cleanEnvironment(), HOME: this.home, ...this.#environment, ...environment }
    return runToEnd(program, args, this.path, env)
  }
}

/** Writes files below a folder. */
export function writeTree(folder: string, files: Tree): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** A program that is given only these variables, to its end. */
export function runToEnd(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  const start = performance.now()
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, ...output, seconds: (performance.now() - start) / 1000 })
    })
  })
}

/** This process's environment without what npm, git, Node.js and the build take settings from, and npm's part of PATH. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const settings = /^(npm_|GIT_|NODE_|XDG_|PLUGINS_CONFIG_FILE$|.*_proxy$)/i
  const { PATH = '', ...others } = process.env
  const variables = Object.entries(others).filter(([name]) => !settings.test(name))
  const folders = PATH.split(delimiter).filter((folder) => !/node_modules|node-gyp/.test(folder))
  return { ...Object.fromEntries(variables), PATH: folders.join(delimiter) }
}
