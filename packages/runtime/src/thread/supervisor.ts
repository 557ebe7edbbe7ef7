import type { Logger, PluginKind } from '@sluice/plugin'
import { formatDiagnostic } from '../config/index.ts'
import { TICK_MS } from '../pipeline/data-host.ts'
import type { HostReport } from '../pipeline/host-report.ts'
import type { StopResult } from '../pipeline/pipeline.ts'
import type { CollectorEnd, CollectorOptions } from './collector-options.ts'
import { Arrivals } from './arrivals.ts'
import type { DataMessage } from './messages.ts'
import { summarize } from './pipeline-summary.ts'
import { RunningTotals } from './running-totals.ts'
import type { Storage } from './storage.ts'
import { MOST_STRIKES, STRIKE_WINDOW_MS, Strikes } from './strikes.ts'
import type { ReadyMessage, ThreadSlot } from './thread-slot.ts'

interface Options extends Pick<CollectorOptions, 'onCaughtUp' | 'onProfile'> {
  readonly slots: readonly ThreadSlot[]
  readonly storage: Storage
  readonly logger: Logger
}

/** Keeps pipelines running while threads, plugins and promises fail, until all have ended or are to stop. */
export class Supervisor {
  readonly totals = new RunningTotals()
  readonly #options: Options
  readonly #strikes = new Strikes(TICK_MS)
  readonly #ended = Promise.withResolvers<CollectorEnd>()
  /** Pipelines that have not come to an end, and the threads they are in. */
  readonly #live = new Map<string, Set<ThreadSlot>>()
  readonly #arrivals = new Arrivals()
  /** By pipeline and plugin. */
  readonly #kinds = new Map<string, PluginKind>()
  #tick = 0
  #stopping = false
  #clean = true

  constructor(options: Options) {
    this.#options = options
  }

  /** Resolves when every thread is gone. */
  get ended(): Promise<CollectorEnd> {
    return this.#ended.promise
  }

  /** Starts the pipelines of a thread that is ready. */
  start(slot: ThreadSlot, ready: ReadyMessage): void {
    slot.listen({
      onMessage: (message) => this.#hear(slot, message),
      onDeath: (error) => this.#died(slot, error),
    })
    this.#learn(ready)
    const names = ready.pipelines.map(({ name }) => name)
    for (const name of slot.pipelines) if (!names.includes(name)) slot.drop(name)
    for (const name of names) {
      const slots = this.#live.get(name) ?? new Set()
      this.#live.set(name, slots.add(slot))
    }
    slot.start(ready.pipelines)
  }

  /** To be called every `TICK_MS`. */
  tick(): void {
    this.#tick++
    for (const slot of this.#options.slots) if (slot.tick()) this.#hangs(slot)
  }

  /** Stops all pipelines in order. May be called again. */
  stop(): void {
    if (this.#stopping) return
    this.#stopping = true
    this.#options.storage.committer.close()
    for (const slot of this.#options.slots) {
      if (slot.state === 'running') slot.stop()
      else if (slot.state === 'starting') void slot.end()
    }
    this.#checkEnd()
  }

  #hear(slot: ThreadSlot, message: DataMessage): void {
    switch (message.type) {
      case 'commit': {
        const { id, writes } = message
        const answer = (failure?: string): void => {
          slot.post({ type: 'committed', id, ...(failure === undefined ? {} : { failure }) })
        }
        return this.#options.storage.committer.add({ writes, answer })
      }
      case 'status':
        this.#learn(message)
        this.totals.update(message.samples, slot.number)
        if (message.uncaught > 0) this.totals.add('uncaught_errors_total', message.uncaught)
        return
      case 'profile':
        return this.#options.onProfile?.(message.report)
      case 'report':
        return this.#hearReport(slot, message.report)
      case 'finished':
        return this.#concluded(slot, message.result, message.failed)
      case 'lost':
        return this.#giveUp(message.pipeline, 'it could not be started again')
      case 'stopped':
        return this.#stopped(slot, message.results)
      case 'ready':
      case 'refused':
    }
  }

  #hearReport(slot: ThreadSlot, report: HostReport): void {
    const { pipeline } = report
    switch (report.type) {
      case 'caught_up': {
        const all = this.#arrivals.add(report, this.#live.get(pipeline)?.size ?? 1)
        if (all !== undefined) this.#options.onCaughtUp?.(all)
        return
      }
      case 'closed':
        this.totals.carryOver(pipeline, slot.number)
        return this.#giveUp(pipeline, `the destination of ${report.plugin} is closed`)
      case 'inputs_ended':
        return this.#options.logger.info(
          { pipeline, thread: slot.number },
          'all inputs of the pipeline have ended',
        )
      case 'hung': {
        this.totals.carryOver(pipeline, slot.number)
        this.totals.add('hung_calls_total', 1, pipeline, report.plugin)
        this.#strike([pipeline])
        if (slot.pipelines.includes(pipeline)) slot.post({ type: 'restart', pipeline })
      }
    }
  }

  #learn({ instances }: { readonly instances: ReadyMessage['instances'] }): void {
    for (const { pipeline, plugin, kind } of instances)
      this.#kinds.set(`${pipeline}\n${plugin}`, kind)
  }

  #hangs(slot: ThreadSlot): void {
    const message = 'a data thread did not answer in time and is ended'
    this.#blame(slot, { message, counter: 'watchdog_kills_total' })
  }

  #died(slot: ThreadSlot, error: Error | undefined): void {
    const message = 'a data thread has ended by itself'
    this.#blame(slot, { message, counter: 'thread_deaths_total', error })
  }

  #blame(
    slot: ThreadSlot,
    { message, counter, error }: { message: string; counter: string; error?: Error | undefined },
  ): void {
    const { logger } = this.#options
    const { running, pipelines, number } = slot
    const fields = { thread: number, ...(error === undefined ? {} : { error }) }
    if (running === undefined) {
      logger.error(
        { ...fields, pipelines },
        `${message}; which plugin is at fault is not known, so it counts against all`,
      )
      for (const pipeline of pipelines) this.totals.add(counter, 1, pipeline)
    } else {
      const { pipeline, plugin } = running
      logger.error({ ...fields, pipeline, plugin }, `${message}; this plugin was running`)
      this.totals.add(counter, 1, pipeline, plugin)
    }
    void this.#replace(slot, running === undefined ? pipelines : [running.pipeline])
  }

  /** Starts a new thread in place of one that failed, without the pipelines that have failed too often. */
  async #replace(slot: ThreadSlot, guilty: readonly string[]): Promise<void> {
    for (const pipeline of slot.pipelines) this.totals.carryOver(pipeline, slot.number)
    await slot.end()
    this.#strike(guilty)
    while (slot.pipelines.length > 0 && !this.#stopping) {
      slot.relaunch()
      slot.prepare(this.#options.storage.load(slot.pipelines))
      try {
        this.#resume(slot, await slot.ready)
        return
      } catch (error) {
        await slot.end()
        if (this.#stopping) break
        this.#options.logger.error({ error }, 'a data thread could not be started again')
        this.#strike(slot.pipelines)
      }
    }
    this.#checkEnd()
  }

  #resume(slot: ThreadSlot, ready: ReadyMessage): void {
    const { logger } = this.#options
    for (const each of ready.diagnostics) {
      if (each.severity === 'error')
        logger.error({ finding: formatDiagnostic(each) }, 'configuration')
    }
    const names = new Set(ready.pipelines.map(({ name }) => name))
    for (const name of slot.pipelines) {
      if (!names.has(name)) this.#giveUp(name, 'it could not be set up again')
    }
    this.start(slot, ready)
  }

  #strike(pipelines: readonly string[]): void {
    for (const pipeline of pipelines) {
      if (!this.#strikes.count(pipeline, this.#tick)) continue
      const seconds = STRIKE_WINDOW_MS / 1000
      this.#giveUp(pipeline, `it did not answer ${MOST_STRIKES} times within ${seconds} s`)
    }
  }

  #giveUp(pipeline: string, reason: string): void {
    const slots = this.#live.get(pipeline)
    if (slots === undefined) return
    this.#live.delete(pipeline)
    this.#clean = false
    for (const slot of slots) {
      slot.drop(pipeline)
      if (slot.state === 'running') slot.post({ type: 'drop', pipeline })
    }
    const summary = this.#summary(pipeline)
    this.#options.logger.error({ pipeline, reason, ...summary }, 'the pipeline is stopped for good')
    if (this.#live.size === 0) this.stop()
  }

  /** A pipeline has stopped in order in a thread. */
  #concluded(slot: ThreadSlot, { pipeline, clean, samples }: StopResult, failed: boolean): void {
    const slots = this.#live.get(pipeline)
    if (slots?.delete(slot) !== true) return
    this.totals.update(samples, slot.number)
    if (failed || !clean) this.#clean = false
    slot.drop(pipeline)
    if (slots.size > 0) return
    this.#live.delete(pipeline)
    const summary = this.#summary(pipeline)
    this.#options.logger.info({ pipeline, ...summary, clean }, 'pipeline stopped')
    if (this.#live.size === 0) this.stop()
  }

  #stopped(slot: ThreadSlot, results: readonly StopResult[]): void {
    for (const result of results) this.#concluded(slot, result, false)
    void slot.end().then(() => this.#checkEnd())
  }

  #summary(pipeline: string): object {
    const kindOf = (plugin: string) => this.#kinds.get(`${pipeline}\n${plugin}`)
    return summarize(pipeline, this.totals.samples(), kindOf)
  }

  #checkEnd(): void {
    if (!this.#stopping || this.#options.slots.some(({ state }) => state !== 'gone')) return
    for (const pipeline of this.#live.keys()) {
      this.#clean = false
      this.#options.logger.error(
        { pipeline, ...this.#summary(pipeline) },
        'the pipeline did not stop in order',
      )
    }
    this.#live.clear()
    this.#ended.resolve({ clean: this.#clean })
  }
}
