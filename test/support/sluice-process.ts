import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { root } from '../../scripts/root.ts'

const MAIN = join(root, 'packages/cli/src/main.ts')
const PATIENCE_MS = 30_000

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The command, run from its sources as a process of its own that does not outlive the test. */
export class SluiceProcess {
  stdout = ''
  stderr = ''
  readonly ended: Promise<ProcessEnd>
  readonly #child: ChildProcess
  readonly #watchers = new Set<() => void>()

  constructor(test: TestContext, args: readonly string[], cwd: string) {
    const child = spawn(process.execPath, ['--conditions=source', MAIN, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Starting from sources costs much less with this.
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compile') },
    })
    this.#child = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
      for (const check of this.#watchers) check()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
      for (const check of this.#watchers) check()
    })
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr })
      })
    })
    test.after(() => child.kill('SIGKILL'))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Records of the log on standard error. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    return parseLog(this.stderr)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until the process has written something that satisfies the condition. */
  async until(condition: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const fail = (why: string): void =>
      reject(new Error(`${why}: ${String(condition)}\n${this.stderr}`))
    const timer = setTimeout(() => fail(`still waiting after ${PATIENCE_MS} ms`), PATIENCE_MS)
    const check = (): void => {
      if (condition()) resolve()
    }
    this.#watchers.add(check)
    void this.ended.then(() => (condition() ? resolve() : fail('the process ended before')))
    check()
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#watchers.delete(check)
    }
  }
}

/** The lines that are records; other lines are left out. */
export function parseLog(stderr: string): readonly Readonly<Record<string, unknown>>[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
}

/** Runs the command to its end. */
export function sluice(
  test: TestContext,
  args: readonly string[],
  cwd: string = root,
): Promise<ProcessEnd> {
  return new SluiceProcess(test, args, cwd).ended
}
