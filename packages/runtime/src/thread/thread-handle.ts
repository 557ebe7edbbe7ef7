import { Worker } from 'node:worker_threads'
import type { InstanceFacts } from '../pipeline/data-host.ts'
import { systemClock } from '../system-clock.ts'
import { Heartbeat } from './heartbeat.ts'
import type { ControlMessage, DataMessage, DataThreadInit } from './messages.ts'

/** A thread that is stuck in native code cannot be ended; when it comes back, it runs nothing more. */
const LONGEST_END_MS = 5000
/** Ticks without a beat after which a thread counts as silent. */
const SILENT_TICKS = 4

/**
 * What a data thread makes while it works on one group is garbage when the group is done: more room for it would only
 * spread it over more memory. A third of this is one semi-space.
 */
const YOUNG_GENERATION_MB = 12

/** Who hears what becomes of a thread. */
export interface ThreadListeners {
  readonly onMessage: (message: DataMessage) => void
  /** The thread has ended by itself; `error` is what ended it, if it said so. */
  readonly onDeath: (error: Error | undefined) => void
}

interface Options extends ThreadListeners {
  /** The module that calls `runDataThread`. */
  readonly module: URL
  readonly name: string
  readonly init: Omit<DataThreadInit, 'heartbeat'>
}

/** The control thread's end of one data thread, from its start to its end. */
export class ThreadHandle {
  readonly #worker: Worker
  readonly #heartbeat = new Heartbeat()
  readonly #exited: Promise<void>
  #ended = false
  #hasExited = false
  #beats = 0
  #silentTicks = 0
  #instances: readonly InstanceFacts[] = []

  constructor({ module, name, init, onMessage, onDeath }: Options) {
    const workerData: DataThreadInit = { ...init, heartbeat: this.#heartbeat.buffer }
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }
    this.#worker = new Worker(module, { name, workerData, resourceLimits })
    let error: Error | undefined
    this.#worker.on('error', (thrown: Error) => (error = thrown))
    this.#worker.on('message', (message: DataMessage) => {
      if (this.#ended) return
      if ('instances' in message) this.#instances = message.instances
      onMessage(message)
    })
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#hasExited = true
        resolve()
        if (this.#ended) return
        this.#ended = true
        onDeath(error)
      })
    })
  }

  get beats(): number {
    return this.#heartbeat.beats
  }

  /** Who runs right now, or ran when the thread ended; `undefined` when that is no plugin. */
  get running(): InstanceFacts | undefined {
    const { instance } = this.#heartbeat
    return instance === 0 ? undefined : this.#instances.find(({ number }) => number === instance)
  }

  /** Whether the thread exists and has not come back to its event loop for a second. */
  get isSilent(): boolean {
    return !this.#hasExited && this.#silentTicks >= SILENT_TICKS
  }

  get hasExited(): boolean {
    return this.#hasExited
  }

  /** To be called once a tick. */
  tick(): void {
    const { beats } = this
    this.#silentTicks = beats === this.#beats ? this.#silentTicks + 1 : 0
    this.#beats = beats
  }

  /** Does nothing once the thread has ended. */
  post(message: ControlMessage): void {
    this.#worker.postMessage(message)
  }

  /** Ends the thread; whatever it still sends is not heard any more. Resolves when it is gone. */
  async end(): Promise<void> {
    this.#ended = true
    const patience = new AbortController()
    void this.#worker.terminate()
    await Promise.race([this.#exited, systemClock.sleep(LONGEST_END_MS, patience.signal)])
    patience.abort()
  }
}
