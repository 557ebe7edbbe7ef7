import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../root.ts'
import { findMissingLine } from './find-missing-line.ts'
import { hashTree } from './hash-tree.ts'
import type { Hosts } from './hosts.ts'
import { readPage, type Step } from './read-page.ts'
import { runScript, type ScriptResult } from './run-script.ts'

export interface PageOptions {
  readonly env: NodeJS.ProcessEnv
  readonly hosts: Hosts
  /** Where it begins; the commands may go on elsewhere. */
  readonly folder: string
  /** What must never be printed. */
  readonly secrets: readonly string[]
  /** Called for what a person does by other means. */
  prepare(words: readonly string[], folder: string): Promise<void>
  /** Called after each block of commands. */
  ran(place: string, script: string, seconds: number): void
}

/** What a refused command may change. */
const caches = ['node_modules', '.sluice']

/** Does what a page (path from the repository's root) says, as a reader would; rejects at the first thing that differs. */
export async function runPage(page: string, options: PageOptions): Promise<void> {
  let state: ScriptResult = { exit: 0, output: '', folder: options.folder }
  let steps: readonly Step[]
  try {
    steps = readPage(readFileSync(join(root, page), 'utf8'))
  } catch (error) {
    throw new Error(`${page}:${(error as Error).message}`, { cause: error })
  }
  for (const step of steps) {
    const place = `${page}:${step.line}`
    if (step.kind === 'run') state = await runCommands(step, place, state.folder, options)
    else if (step.kind === 'prepare') await options.prepare(step.words, state.folder)
    else if (step.kind === 'write') {
      const path = join(state.folder, step.path)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, options.hosts.local(step.text))
    } else {
      const missing = findMissingLine(
        state.output,
        step.lines.map((line) => options.hosts.local(line)),
      )
      if (missing !== undefined)
        throw new Error(`${place}: '${missing}' is not what was printed:\n${state.output}`)
    }
  }
}

async function runCommands(
  { script, exit }: Step & { kind: 'run' },
  place: string,
  folder: string,
  options: PageOptions,
): Promise<ScriptResult> {
  const before = exit === 0 ? '' : hashTree(folder, caches)
  const start = performance.now()
  const result = await runScript(options.hosts.local(script), folder, options.env)
  options.ran(place, script, (performance.now() - start) / 1000)
  const failed = `${place}: in ${folder}\n${script}\n`
  if (result.exit !== exit)
    throw new Error(`${failed}ended with ${result.exit}, not ${exit}:\n${result.output}`)
  if (exit !== 0 && hashTree(folder, caches) !== before)
    throw new Error(`${failed}was refused, and has changed files:\n${result.output}`)
  if (options.secrets.some((secret) => result.output.includes(secret)))
    throw new Error(`${failed}printed a credential`)
  return result
}
