import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { root } from '../../scripts/root.ts'

const main = join(root, 'packages/cli/src/main.ts')

/** A pipeline file in a directory of its own, run by the command as a separate process. */
export class Collector {
  readonly #directory: string
  #child: ChildProcess | undefined
  #stderr = ''

  constructor(test: TestContext, directory: string, pipeline: object) {
    this.#directory = directory
    writeFileSync(join(directory, 'pipeline.json'), JSON.stringify(pipeline))
    test.after(() => this.#child?.kill('SIGKILL'))
  }

  /** What the running process, or the last one, has said so far. */
  get stderr(): string {
    return this.#stderr
  }

  start(): ChildProcess {
    const config = join(this.#directory, 'pipeline.json')
    const args = ['run', config, '--data-dir', join(this.#directory, 'data')]
    const child = spawn(process.execPath, ['--conditions=source', main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Starting from sources twenty times costs much less with this.
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compile') },
    })
    this.#child = child
    this.#stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
    })
    return child
  }

  /** Asks the process to end and waits until everything it took is delivered. */
  async stop(): Promise<void> {
    const child = this.#running()
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
    assert.equal(child.exitCode, 0, this.#stderr)
  }

  async kill(): Promise<void> {
    const child = this.#running()
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
    assert.equal(child.signalCode, 'SIGKILL')
  }

  /** Throws when the process has ended by itself. */
  #running(): ChildProcess {
    assert.ok(this.#child, 'not started')
    const { exitCode, signalCode } = this.#child
    assert.ok(exitCode === null && signalCode === null, `ended early:\n${this.#stderr}`)
    return this.#child
  }
}
