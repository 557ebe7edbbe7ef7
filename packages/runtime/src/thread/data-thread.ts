import type { PluginDefinition } from '@sluice/plugin'
import { compilePipeline, type Diagnostic, type PipelinePlan } from '../config/index.ts'
import type { RootLogger } from '../log/index.ts'
import type { CheckpointWrite } from '../pipeline/checkpoints.ts'
import { createDataPlane } from '../data-plane/create-data-plane.ts'
import { DataHost } from '../pipeline/data-host.ts'
import type { MakeCall } from '../pipeline/call-guard.ts'
import type { HostReport } from '../pipeline/host-report.ts'
import { unreplicable } from '../pipeline/replicas.ts'
import type { ThreadProfile } from '../profile/thread-profile.ts'
import type { Registry } from '../registry/registry.ts'
import { systemClock } from '../system-clock.ts'
import type { Heartbeat } from './heartbeat.ts'
import type {
  ControlMessage,
  DataMessage,
  DataThreadInit,
  PipelineFacts,
  StoredCheckpoints,
} from './messages.ts'
import { PendingAnswers } from './pending-answers.ts'

const TICKS_PER_STATUS = 4

interface Options {
  readonly init: DataThreadInit
  readonly registry: Registry
  readonly logger: RootLogger
  readonly heartbeat: Heartbeat
  readonly post: (message: DataMessage) => void
  /** Uncaught errors since it was last asked. */
  readonly uncaught: () => number
}

/** The data thread's side of the conversation with the control thread: a host of pipelines that is driven by messages. */
export class DataThread {
  readonly #options: Options
  readonly #host: DataHost
  readonly #plans = new Map<string, PipelinePlan>()
  readonly #commits = new PendingAnswers()
  readonly #plane = createDataPlane()
  #profile: ThreadProfile | undefined
  #ticks = 0

  constructor(options: Options) {
    this.#options = options
    const { registry, logger, init, heartbeat } = options
    this.#host = new DataHost({
      ...this.#plane,
      registry,
      logger,
      clock: systemClock,
      dataDir: init.dataDir,
      once: init.once,
      commit: (writes) => this.#commit(writes),
      report: (report) => this.#report(report),
      publish: (instance) => heartbeat.publish(instance),
      ...(init.profile === undefined ? {} : { makeCall: this.#makeCall }),
    })
  }

  tick(): void {
    const { heartbeat, init, logger } = this.#options
    heartbeat.beat()
    if (init.watched) this.#host.tick()
    logger.tick()
    if (++this.#ticks % TICKS_PER_STATUS === 0) this.#postStatus()
    if (this.#profile?.isFull === true) this.#finishProfile()
  }

  /** Tells whether this was the end of the thread. */
  async handle(message: ControlMessage): Promise<boolean> {
    switch (message.type) {
      case 'prepare':
        await this.#prepare(message.checkpoints)
        return false
      case 'start':
        await this.#startProfile()
        this.#host.start()
        return false
      case 'restart':
        await this.#restart(message.pipeline)
        return false
      case 'committed':
        this.#commits.answer(message.id, message.failure)
        return false
      case 'drop':
        await this.#host.stop(message.pipeline)
        return false
      case 'stop':
        await this.#stop()
        return true
    }
  }

  async #prepare(checkpoints: StoredCheckpoints): Promise<void> {
    const { init, registry, post } = this.#options
    const diagnostics: Diagnostic[] = []
    for (const { source, home, shared } of init.pipelines) {
      const { plan, ...compiled } = await compilePipeline(source, registry, { strict: init.strict })
      diagnostics.push(...compiled.diagnostics)
      const replica = plan && this.#replica(plan, home)
      if (plan === undefined || replica === undefined) continue
      const stored = checkpoints.get(source.name) ?? new Map()
      const refused = await this.#host.load(plan, stored, { ...replica, shared })
      diagnostics.push(...refused)
      if (refused.length === 0) this.#plans.set(source.name, plan)
    }
    const pipelines = [...this.#plans.values()].map(factsOf)
    const { instances } = this.#host
    post({ type: 'ready', pipelines, diagnostics, instances })
  }

  /** Which replica of a pipeline runs in this thread, if any does. */
  #replica(
    plan: PipelinePlan,
    home: boolean,
  ): { readonly index: number; readonly count: number } | undefined {
    const { init, logger } = this.#options
    if (init.thread.count === 1) return init.thread
    const obstacle = unreplicable(plan)
    if (obstacle === undefined) return init.thread
    if (!home) return undefined
    const message = 'the pipeline runs in one thread: this plugin is not made for several'
    logger.info({ pipeline: plan.name, plugin: obstacle.type }, message)
    return { index: 0, count: 1 }
  }

  async #restart(name: string): Promise<void> {
    const plan = this.#plans.get(name)
    if (plan !== undefined) await this.#host.restart(plan)
    this.#postStatus()
    const isBack = this.#host.instances.some(({ pipeline }) => pipeline === name)
    if (!isBack) this.#options.post({ type: 'lost', pipeline: name })
  }

  async #stop(): Promise<void> {
    const { logger, post } = this.#options
    const results = await this.#host.stop()
    this.#postStatus()
    logger.flush()
    this.#finishProfile()
    post({ type: 'stopped', results })
  }

  async #startProfile(): Promise<void> {
    const { profile: file } = this.#options.init
    if (file === undefined) return
    const { ThreadProfile } = await import('../profile/thread-profile.ts')
    const plans = [...this.#plans.values()].flatMap((plan) => [
      ...plan.inputs,
      ...plan.processors,
      ...plan.flushers,
    ])
    const plugins = plans.map(({ definition }) => definition as PluginDefinition)
    const { instances } = this.#host
    this.#profile = new ThreadProfile({ file, wasm: this.#plane.wasm, plugins, instances })
  }

  #finishProfile(): void {
    const report = this.#profile?.finish()
    this.#profile = undefined
    if (report !== undefined) this.#options.post({ type: 'profile', report })
  }

  readonly #makeCall: MakeCall = (instance, call) =>
    this.#profile === undefined ? call() : this.#profile.call(instance, call)

  #report(report: HostReport): void {
    const { init, post } = this.#options
    if (report.type === 'inputs_ended' && init.once) void this.#finish(report)
    else post({ type: 'report', report })
  }

  /** Not stopped before it has delivered: until then a call that hangs can still be given up and tried again. */
  async #finish({ pipeline, failed }: { pipeline: string; failed: boolean }): Promise<void> {
    const { callTimeoutMs = 0, stopTimeoutMs = 0 } = this.#plans.get(pipeline)?.settings ?? {}
    const patience = new AbortController()
    try {
      await Promise.race([
        this.#host.delivered(pipeline),
        systemClock.sleep(callTimeoutMs + stopTimeoutMs, patience.signal),
      ])
    } catch {
      // Given up: its successor will end in turn.
      return
    } finally {
      patience.abort()
    }
    const [result] = await this.#host.stop(pipeline, { removed: false })
    if (result !== undefined) this.#options.post({ type: 'finished', failed, result })
  }

  #postStatus(): void {
    const { post, uncaught } = this.#options
    const { instances } = this.#host
    post({ type: 'status', samples: this.#host.samples(), instances, uncaught: uncaught() })
  }

  #commit(writes: readonly CheckpointWrite[]): Promise<void> {
    const { id, answered } = this.#commits.open()
    const owned = writes.map(({ value, ...write }) => {
      // A view of a larger buffer would be copied with all of it.
      return { ...write, value: value === undefined ? undefined : new Uint8Array(value) }
    })
    this.#options.post({ type: 'commit', id, writes: owned })
    return answered
  }
}

function factsOf({ name, settings, inputs, source }: PipelinePlan): PipelineFacts {
  const endless = inputs.filter(({ definition, parsed }) => {
    const { kind, endsOnce = kind === 'metric_input' } = definition as PluginDefinition
    return !(typeof endsOnce === 'function' ? endsOnce(parsed) : endsOnce)
  })
  return {
    name,
    callTimeoutMs: settings.callTimeoutMs,
    stopTimeoutMs: settings.stopTimeoutMs,
    endlessInputs: endless.map(({ type, position: { line, column } }) => {
      return { type, place: `${source.file}:${line}:${column}` }
    }),
  }
}
