import { url as inspectorUrl } from 'node:inspector'
import { isatty } from 'node:tty'
import { type Diagnostic, formatDiagnostic, loadConfigPath } from '../config/index.ts'
import { createLogger, type RootLogger } from '../log/index.ts'
import type { MetricSample } from '../metrics/plugin-metrics.ts'
import { TICK_MS } from '../pipeline/data-host.ts'
import { systemClock } from '../system-clock.ts'
import { type AssignedPipeline, assignPipelines } from './assign-pipelines.ts'
import { CollectorError } from './collector-error.ts'
import type { CollectorEnd, CollectorOptions } from './collector-options.ts'
import type { DataThreadInit, PipelineFacts } from './messages.ts'
import { profileFiles } from './profile-files.ts'
import { Storage } from './storage.ts'
import { Supervisor } from './supervisor.ts'
import { ThreadHandle, type ThreadListeners } from './thread-handle.ts'
import { type ReadyMessage, ThreadSlot } from './thread-slot.ts'

const STDERR = 2

interface StartedThread {
  readonly slot: ThreadSlot
  readonly ready: ReadyMessage
}

/**
 * The control thread of a collector: it owns the configuration, the data directory and the data threads, and watches
 * over them. For one run: `start`, then `ended`, which `stop` brings about.
 */
export class Collector {
  readonly #options: CollectorOptions
  readonly #log
  readonly #logger: RootLogger
  readonly #ended = Promise.withResolvers<CollectorEnd>()
  readonly #stopTimers = new AbortController()
  #slots: readonly ThreadSlot[] = []
  /** Every thread that was started and has not ended, also those that were replaced. */
  readonly #threads = new Set<ThreadHandle>()
  #storage: Storage | undefined
  #supervisor: Supervisor | undefined

  constructor(options: CollectorOptions) {
    this.#options = options
    const { level = 'info', format = isatty(STDERR) ? 'text' : 'json' } = options.log ?? {}
    this.#log = { level, format }
    this.#logger = createLogger(this.#log)
  }

  /** Resolves when everything has stopped, on request or by itself. */
  get ended(): Promise<CollectorEnd> {
    return this.#ended.promise
  }

  /**
   * Sets every pipeline up and starts them all, or none. Resolves with the warnings about the configuration.
   *
   * @throws CollectorError when the configuration is refused or a thread fails; StoreError when the data directory is in
   *   use or cannot be used
   */
  async start(): Promise<readonly Diagnostic[]> {
    const { path, threads = 1, dataDir } = this.#options
    const loaded = loadConfigPath(path)
    if (loaded.sources.length === 0) throw configRefused(loaded.diagnostics)
    const assigned = assignPipelines(loaded.sources, threads)
    const profiles = profileFiles(this.#options.profile, assigned.length)
    this.#slots = assigned.map((pipelines, index) => {
      const profile = profiles[index]
      const own = {
        thread: { index, count: threads },
        ...(profile === undefined ? {} : { profile }),
      }
      return new ThreadSlot({
        number: index + 1,
        pipelines,
        launch: (...args) => this.#launch(own, ...args),
      })
    })
    try {
      this.#storage = new Storage(dataDir, this.#logger)
      this.#tickEvery()
      for (const slot of this.#slots) slot.prepare(this.#storage.load(slot.pipelines))
      const all = await Promise.all(
        this.#slots.map(async (slot) => ({ slot, ready: await slot.ready })),
      )
      const found = all.flatMap(({ ready }) => ready.diagnostics)
      const diagnostics = distinct([...loaded.diagnostics, ...found])
      this.#check(
        all.flatMap(({ ready }) => ready.pipelines),
        diagnostics,
      )
      const isBusy = ({ ready }: StartedThread): boolean => ready.pipelines.length > 0
      const isIdle = (each: StartedThread): boolean => !isBusy(each)
      await Promise.all(all.filter(isIdle).map(({ slot }) => slot.end()))
      this.#run(this.#storage, all.filter(isBusy))
      return diagnostics
    } catch (error) {
      await Promise.all(this.#slots.map((slot) => slot.end()))
      this.#close()
      throw error
    }
  }

  /** Stops everything in order, within the deadlines of the pipelines. May be called again. */
  stop(): Promise<CollectorEnd> {
    this.#supervisor?.stop()
    return this.ended
  }

  /**
   * Whether a data thread is busy or stuck. Until one that is stuck in native code comes back, `process.exit` does not
   * end the process; a signal does.
   */
  get hasSilentThread(): boolean {
    return [...this.#threads].some((thread) => thread.isSilent)
  }

  /** The newest numbers of all threads, at most a second old, and the collector's own. */
  metrics(): readonly MetricSample[] {
    return [...(this.#supervisor?.totals.samples() ?? []), ...(this.#storage?.samples() ?? [])]
  }

  #launch(
    own: Pick<DataThreadInit, 'thread' | 'profile'>,
    pipelines: readonly AssignedPipeline[],
    listeners: ThreadListeners,
  ): ThreadHandle {
    const { thread: module, plugins = [], strict = false, once = false, dataDir } = this.#options
    const watched = inspectorUrl() === undefined
    const init = { ...own, pipelines, plugins, strict, once, dataDir, log: this.#log, watched }
    const handle = new ThreadHandle({ module, name: 'data', init, ...listeners })
    this.#threads.add(handle)
    return handle
  }

  #check(pipelines: readonly PipelineFacts[], diagnostics: readonly Diagnostic[]): void {
    const { once = false, runForMs } = this.#options
    if (diagnostics.some(({ severity }) => severity === 'error')) throw configRefused(diagnostics)
    if (pipelines.length === 0) {
      const message = 'every pipeline says enable: false'
      throw new CollectorError(
        { code: 'NOTHING_TO_RUN', message, hint: 'Enable at least one.' },
        diagnostics,
      )
    }
    if (!once || runForMs !== undefined) return
    for (const { name, endlessInputs } of pipelines) {
      const [endless] = endlessInputs
      if (endless === undefined) continue
      const message = `the input ${endless.type} of the pipeline ${name} (${endless.place}) never ends, so --once would not either`
      const hint = 'Bound the run with --for, such as --for 10s, or leave out --once.'
      throw new CollectorError({ code: 'INPUT_ENDLESS', message, hint }, diagnostics)
    }
  }

  #run(storage: Storage, all: readonly StartedThread[]): void {
    const { onCaughtUp, onProfile, runForMs } = this.#options
    this.#slots = all.map(({ slot }) => slot)
    const supervisor = new Supervisor({
      slots: this.#slots,
      storage,
      logger: this.#logger,
      ...(onCaughtUp === undefined ? {} : { onCaughtUp }),
      ...(onProfile === undefined ? {} : { onProfile }),
    })
    this.#supervisor = supervisor
    for (const { slot, ready } of all) supervisor.start(slot, ready)
    const pipelines = new Set(this.#slots.flatMap((slot) => slot.pipelines)).size
    const { dataDir } = this.#options
    this.#logger.info({ pipelines, threads: all.length, dataDir }, 'collecting')
    if (runForMs !== undefined) {
      void systemClock.sleep(runForMs, this.#stopTimers.signal).then(() => supervisor.stop())
    }
    void supervisor.ended.then((end) => {
      this.#close()
      this.#ended.resolve(end)
    })
  }

  #tickEvery(): void {
    const timer = setInterval(() => {
      this.#logger.tick()
      this.#tickThreads()
      if (inspectorUrl() !== undefined) for (const slot of this.#slots) slot.forgive()
      else if (this.#supervisor === undefined) for (const slot of this.#slots) slot.tick()
      else this.#supervisor.tick()
    }, TICK_MS)
    this.#stopTimers.signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  }

  #tickThreads(): void {
    for (const thread of this.#threads) {
      if (thread.hasExited) this.#threads.delete(thread)
      else thread.tick()
    }
  }

  #close(): void {
    this.#stopTimers.abort()
    this.#storage?.close()
    this.#logger.flush()
  }
}

/** Threads that compile the same pipeline find the same. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [formatDiagnostic(each), each])).values()]
}

function configRefused(diagnostics: readonly Diagnostic[]): CollectorError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const message = `the configuration has ${errors === 1 ? 'an error' : `${errors} errors`}; nothing was started`
  return new CollectorError({ code: 'CONFIG_REFUSED', message }, diagnostics)
}
