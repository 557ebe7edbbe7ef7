import { url as inspectorUrl } from 'node:inspector'
import { isatty } from 'node:tty'
import { type Diagnostic, loadConfigPath, type PipelineSource } from '../config/index.ts'
import { createLogger, type RootLogger } from '../log/index.ts'
import type { MetricSample } from '../metrics/plugin-metrics.ts'
import { TICK_MS } from '../pipeline/data-host.ts'
import { systemClock } from '../system-clock.ts'
import { assignPipelines } from './assign-pipelines.ts'
import { CollectorError } from './collector-error.ts'
import type { CollectorEnd, CollectorOptions } from './collector-options.ts'
import { profileFiles } from './profile-files.ts'
import { Storage } from './storage.ts'
import { Supervisor } from './supervisor.ts'
import { ThreadHandle, type ThreadListeners } from './thread-handle.ts'
import { type ReadyMessage, ThreadSlot } from './thread-slot.ts'

const STDERR = 2

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
    this.#slots = assigned.map((sources, index) => {
      return new ThreadSlot({
        number: index + 1,
        sources,
        launch: (...args) => this.#launch(profiles[index], ...args),
      })
    })
    try {
      this.#storage = new Storage(dataDir, this.#logger)
      this.#tickEvery()
      for (const slot of this.#slots) slot.prepare(this.#storage.load(slot.pipelines))
      const ready = await Promise.all(this.#slots.map((slot) => slot.ready))
      const diagnostics = [...loaded.diagnostics, ...ready.flatMap((each) => each.diagnostics)]
      this.#check(ready, diagnostics)
      this.#run(this.#storage, ready)
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
    profile: string | undefined,
    sources: readonly PipelineSource[],
    listeners: ThreadListeners,
  ): ThreadHandle {
    const { thread, plugins = [], strict = false, once = false, dataDir } = this.#options
    const watched = inspectorUrl() === undefined
    const shared = { sources, plugins, strict, once, dataDir, log: this.#log, watched }
    const init = profile === undefined ? shared : { ...shared, profile }
    const handle = new ThreadHandle({ module: thread, name: 'data', init, ...listeners })
    this.#threads.add(handle)
    return handle
  }

  #check(ready: readonly ReadyMessage[], diagnostics: readonly Diagnostic[]): void {
    const { once = false, runForMs } = this.#options
    if (diagnostics.some(({ severity }) => severity === 'error')) throw configRefused(diagnostics)
    const pipelines = ready.flatMap((each) => each.pipelines)
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

  #run(storage: Storage, ready: readonly ReadyMessage[]): void {
    const { onCaughtUp, onProfile, runForMs } = this.#options
    const supervisor = new Supervisor({
      slots: this.#slots,
      storage,
      logger: this.#logger,
      ...(onCaughtUp === undefined ? {} : { onCaughtUp }),
      ...(onProfile === undefined ? {} : { onProfile }),
    })
    this.#supervisor = supervisor
    for (const [index, slot] of this.#slots.entries()) supervisor.start(slot, ready[index]!)
    const pipelines = this.#slots.flatMap((slot) => slot.pipelines)
    const threads = this.#slots.length
    this.#logger.info(
      { pipelines: pipelines.length, threads, dataDir: this.#options.dataDir },
      'collecting',
    )
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

function configRefused(diagnostics: readonly Diagnostic[]): CollectorError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const message = `the configuration has ${errors === 1 ? 'an error' : `${errors} errors`}; nothing was started`
  return new CollectorError({ code: 'CONFIG_REFUSED', message }, diagnostics)
}
