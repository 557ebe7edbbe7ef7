import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { highWaterMark } from './process-tree.ts'

const SAMPLE_EVERY_MS = 10
const SAID_KEPT = 100_000
const KILL_AFTER_MS = 10_000

/** A child process that is watched while it runs. */
export class StartedProcess {
  readonly #child
  readonly #line: string
  readonly #closed: Promise<unknown>
  readonly #sampling: NodeJS.Timeout
  readonly #start = performance.now()
  #peakRss = 0
  #said = ''
  #ended = false

  constructor(command: string, args: readonly string[]) {
    this.#line = [command, ...args].join(' ')
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    this.#closed = once(child, 'close').finally(() => {
      this.#ended = true
      clearInterval(this.#sampling)
    })
    // Whoever waits is told; until then it must not end the benchmark.
    this.#closed.catch(() => {})
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#said = (this.#said + text).slice(-SAID_KEPT)
      })
    }
    this.#sampling = setInterval(() => {
      this.#peakRss = Math.max(this.#peakRss, highWaterMark(this.pid))
    }, SAMPLE_EVERY_MS)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** The last of what it wrote to standard output and standard error. */
  get said(): string {
    return this.#said
  }

  get peakRss(): number {
    return this.#peakRss
  }

  /** Seconds since it was started. */
  get elapsed(): number {
    return (performance.now() - this.#start) / 1000
  }

  /** Throws with what it said when it has ended. */
  assertRunning(): void {
    if (this.#ended) throw this.#failure()
  }

  /** Waits for its end; throws with what it said when it failed. */
  async end(): Promise<void> {
    await this.#closed
    if (this.#child.exitCode !== 0) throw this.#failure()
  }

  /** Stops it, whatever it says to that. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM')
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), KILL_AFTER_MS)
    try {
      await this.#closed
    } finally {
      clearTimeout(kill)
    }
  }

  #failure(): Error {
    const how = this.#child.signalCode ?? `exit code ${this.#child.exitCode}`
    return new Error(`${this.#line} ended with ${how}:\n${this.#said.slice(-4000)}`)
  }
}
