import { TICK_MS } from '../pipeline/data-host.ts'
import type { AssignedPipeline } from './assign-pipelines.ts'
import { CollectorError } from './collector-error.ts'
import type { ControlMessage, DataMessage, PipelineFacts, StoredCheckpoints } from './messages.ts'
import type { ThreadHandle, ThreadListeners } from './thread-handle.ts'
import { Watchdog } from './watchdog.ts'

/** Longest that loading plugins and setting pipelines up may take. */
const START_TICKS = 30_000 / TICK_MS
/** What a thread gets beyond the longest `StopTimeout` of its pipelines. */
const STOP_MARGIN_TICKS = 5000 / TICK_MS

/** What a thread says of its pipelines when they are set up. */
export type ReadyMessage = DataMessage & { readonly type: 'ready' }

interface Options {
  readonly number: number
  readonly pipelines: readonly AssignedPipeline[]
  /** Starts a thread for these pipelines. */
  readonly launch: (
    pipelines: readonly AssignedPipeline[],
    listeners: ThreadListeners,
  ) => ThreadHandle
}

type State = 'starting' | 'running' | 'stopping' | 'gone'

interface Listeners {
  readonly onMessage: (message: DataMessage) => void
  /** The thread has ended by itself while it ran pipelines. */
  readonly onDeath: (error: Error | undefined) => void
}

/** The place of one data thread: its pipelines stay when the thread is replaced by a new one. */
export class ThreadSlot {
  readonly number: number
  readonly #options: Options
  readonly #watchdog = new Watchdog()
  #pipelines: readonly AssignedPipeline[]
  #facts: readonly PipelineFacts[] = []
  #state: State = 'starting'
  #ticksInState = 0
  #ready = Promise.withResolvers<ReadyMessage>()
  #handle: ThreadHandle
  #listeners: Listeners | undefined

  /** Starts the thread. */
  constructor(options: Options) {
    this.number = options.number
    this.#options = options
    this.#pipelines = options.pipelines
    this.#handle = this.#launch()
  }

  get state(): State {
    return this.#state
  }

  /** Names of the pipelines that are to run here. */
  get pipelines(): readonly string[] {
    return this.#pipelines.map(({ source }) => source.name)
  }

  /** The plugin that runs right now, or ran when the thread ended. */
  get running(): ThreadHandle['running'] {
    return this.#handle.running
  }

  /**
   * Resolves when the pipelines are set up. Rejects with a `CollectorError` when the plugins cannot be loaded, or the
   * thread ends or takes too long before that.
   */
  get ready(): Promise<ReadyMessage> {
    return this.#ready.promise
  }

  listen(listeners: Listeners): void {
    this.#listeners = listeners
  }

  post(message: ControlMessage): void {
    this.#handle.post(message)
  }

  prepare(checkpoints: StoredCheckpoints): void {
    this.post({ type: 'prepare', checkpoints })
  }

  start(facts: readonly PipelineFacts[]): void {
    this.#facts = facts
    this.#enter('running')
    this.post({ type: 'start' })
  }

  stop(): void {
    this.#enter('stopping')
    this.post({ type: 'stop' })
  }

  /** The pipeline will not run here again. */
  drop(pipeline: string): void {
    this.#pipelines = this.#pipelines.filter(({ source }) => source.name !== pipeline)
  }

  /** Ends the thread; `relaunch` starts another. */
  async end(): Promise<void> {
    this.#enter('gone')
    this.#refuse('was ended')
    await this.#handle.end()
  }

  /** Starts a new thread with the pipelines that are left; it waits for `prepare`. */
  relaunch(): void {
    this.#ready = Promise.withResolvers()
    this.#enter('starting')
    this.#handle = this.#launch()
  }

  /** Counts a tick; true when the thread does not answer any more. */
  tick(): boolean {
    this.#ticksInState++
    if (this.#state === 'gone') return false
    if (this.#state === 'starting') {
      if (this.#ticksInState > START_TICKS) this.#refuse('did not become ready within 30 s')
      return false
    }
    const { beats, running } = this.#handle
    const hangs = this.#watchdog.tick({
      beats,
      instance: running?.number ?? 0,
      instanceLimit: this.#callTicks((name) => name === running?.pipeline),
      threadLimit: this.#callTicks(() => true),
    })
    return hangs || (this.#state === 'stopping' && this.#ticksInState > this.#stopTicks)
  }

  /** Forgives what was missed: a debugger holds the thread. */
  forgive(): void {
    this.#watchdog.reset()
    this.#ticksInState = 0
  }

  #launch(): ThreadHandle {
    // Whoever waits is told; nobody has to wait.
    this.#ready.promise.catch(() => {})
    return this.#options.launch(this.#pipelines, {
      onMessage: (message) => {
        if (message.type === 'ready') this.#ready.resolve(message)
        else if (message.type === 'refused') this.#ready.reject(new CollectorError(message.problem))
        else this.#listeners?.onMessage(message)
      },
      onDeath: (error) => {
        if (this.#state === 'starting')
          this.#refuse(`ended: ${error?.message ?? 'no error is known'}`)
        else this.#listeners?.onDeath(error)
      },
    })
  }

  #refuse(what: string): void {
    const message = `data thread ${this.number} ${what} while it set up ${this.pipelines.join(', ')}`
    const hint = 'A plugin may hang or end it: leave out --plugin entries and pipelines to find it.'
    this.#ready.reject(new CollectorError({ code: 'THREAD_FAILED', message, hint }))
  }

  #enter(state: State): void {
    this.#state = state
    this.forgive()
  }

  #callTicks(which: (pipeline: string) => boolean): number {
    const facts = this.#facts.filter(({ name }) => which(name))
    return Math.max(0, ...facts.map(({ callTimeoutMs }) => Math.ceil(callTimeoutMs / TICK_MS)))
  }

  get #stopTicks(): number {
    const longest = Math.max(0, ...this.#facts.map(({ stopTimeoutMs }) => stopTimeoutMs))
    return Math.ceil(longest / TICK_MS) + STOP_MARGIN_TICKS
  }
}
