import { Worker } from 'node:worker_threads'
import type { InstanceFacts } from '../pipeline/data-host.ts'
import { systemClock } from '../system-clock.ts'
import { Heartbeat } from './heartbeat.ts'
import type { ControlMessage, DataMessage, DataThreadInit } from './messages.ts'

/** A thread that is stuck in native code cannot be ended; nothing it does afterwards can run either. */
const LONGEST_END_MS = 5000

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
  #instances: readonly InstanceFacts[] = []

  constructor({ module, name, init, onMessage, onDeath }: Options) {
    const workerData: DataThreadInit = { ...init, heartbeat: this.#heartbeat.buffer }
    this.#worker = new Worker(module, { name, workerData })
    let error: Error | undefined
    this.#worker.on('error', (thrown: Error) => (error = thrown))
    this.#worker.on('message', (message: DataMessage) => {
      if (this.#ended) return
      if ('instances' in message) this.#instances = message.instances
      onMessage(message)
    })
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
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
