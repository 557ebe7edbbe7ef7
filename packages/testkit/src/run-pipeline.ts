import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger, PluginDefinition } from '@sluice/plugin'
import {
  compilePipeline,
  createRegistry,
  DataHost,
  type DataHostOptions,
  type Diagnostic,
  formatDiagnostic,
  type HostReport,
  type MetricSample,
  type PipelinePlan,
  type PipelineReplica,
} from '@sluice/runtime'
import { FakeClock } from './fake-clock.ts'
import { type LogRecord, MemoryLogger } from './memory-logger.ts'

const PATIENCE_MS = 10_000
const STEP_MS = 50

export interface PipelineRunOptions extends Pick<DataHostOptions, 'arenas' | 'kernels'> {
  readonly plugins: readonly PluginDefinition[]
  readonly clock?: FakeClock
  readonly once?: boolean
  /** By default a temporary directory that is removed at the end. */
  readonly dataDir?: string
  /** Checkpoints to resume from: those of an earlier run. */
  readonly checkpoints?: ReadonlyMap<string, Uint8Array>
  readonly logger?: Logger
  /** Which of several threads to stand in for, with the memory they share; the only one by default. */
  readonly replica?: PipelineReplica
  /** In place of chance; 0 by default, so that first delays are none. */
  readonly random?: () => number
}

/** Thrown when the pipeline of a test cannot be loaded. */
export class LoadError extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'))
    this.diagnostics = diagnostics
  }
}

interface Parts extends Pick<
  PipelineRun,
  'clock' | 'dataDir' | 'checkpoints' | 'reports' | 'records' | 'warnings' | 'host'
> {
  readonly plan: PipelinePlan
  readonly isTemporary: boolean
}

/** A pipeline that runs in the test's own thread on the real engine, with a fake clock. */
export class PipelineRun implements AsyncDisposable {
  readonly clock: FakeClock
  readonly dataDir: string
  /** What was stored durably: `<plugin id>\n<key>` to value. */
  readonly checkpoints: Map<string, Uint8Array>
  readonly reports: readonly HostReport[]
  /** What was logged. */
  readonly records: readonly LogRecord[]
  readonly warnings: readonly Diagnostic[]
  /** The engine itself; call its `tick` where a test is about calls that hang. */
  readonly host: DataHost
  readonly #plan: PipelinePlan
  readonly #isTemporary: boolean
  #stopped = false
  #lastMetrics: readonly MetricSample[] | undefined

  constructor({ clock, dataDir, checkpoints, reports, records, warnings, ...own }: Parts) {
    this.clock = clock
    this.dataDir = dataDir
    this.checkpoints = checkpoints
    this.reports = reports
    this.records = records
    this.warnings = warnings
    this.host = own.host
    this.#plan = own.plan
    this.#isTemporary = own.isTemporary
  }

  /** Numbers of all plugins; after the end the last ones. */
  get metrics(): readonly MetricSample[] {
    return this.#lastMetrics ?? this.host.samples()
  }

  /** Events set aside, as they stand in the dead-letter file. */
  async deadLetters(name = 'test'): Promise<Record<string, unknown>[]> {
    const file = join(this.dataDir, 'dead-letter', `${name}.jsonl`)
    const text = await readFile(file, 'utf8').catch(() => '')
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  /** Waits for something that real input or output brings about, moving the clock on meanwhile; fails after 10 s. */
  async until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    while (!condition()) {
      if (performance.now() > deadline) {
        throw new Error(`still waiting after ${PATIENCE_MS} ms for: ${String(condition)}`)
      }
      await this.#pass()
    }
  }

  /** Brings the pipeline back after it was given up; its inputs resume from what was delivered. */
  async restart(): Promise<void> {
    await this.host.restart(this.#plan)
  }

  /** Stops in order and drains. Tells whether everything was delivered. The clock stands still unless the test moves it. */
  async stop(): Promise<boolean> {
    this.#stopped = true
    const results = await this.host.stop()
    this.#lastMetrics = results.flatMap(({ samples }) => samples)
    return results.every(({ clean }) => clean)
  }

  /** Stops if need be, moving the clock on until the pipeline has either drained or given up. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#stopped) {
      let isOver = false
      void this.stop().finally(() => (isOver = true))
      while (!isOver) await this.#pass()
    }
    if (this.#isTemporary) await rm(this.dataDir, { recursive: true, force: true })
  }

  /** Lets a little time pass, on the clock and in the world. */
  async #pass(): Promise<void> {
    await this.clock.advance(STEP_MS)
    await pause(1)
  }
}

/** Starts a pipeline named `test` from its YAML or JSON text. */
export async function runPipeline(text: string, options: PipelineRunOptions): Promise<PipelineRun> {
  const clock = options.clock ?? new FakeClock()
  const registry = createRegistry(
    options.plugins.map((definitions) => ({ origin: definitions.type, definitions })),
  )
  const { plan, diagnostics } = await compilePipeline(
    { name: 'test', file: 'test.yaml', text },
    registry,
  )
  if (plan === undefined) throw new LoadError(diagnostics)
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sluice-test-')))
  const checkpoints = new Map(options.checkpoints)
  const reports: HostReport[] = []
  const logger = new MemoryLogger()
  const host = new DataHost({
    registry,
    clock,
    logger: options.logger ?? logger,
    dataDir,
    once: options.once ?? false,
    ...(options.arenas === undefined ? {} : { arenas: options.arenas }),
    ...(options.kernels === undefined ? {} : { kernels: options.kernels }),
    random: options.random ?? (() => 0),
    report: (report) => reports.push(report),
    async commit(writes) {
      for (const { key, value } of writes) {
        if (value === undefined) checkpoints.delete(key)
        else checkpoints.set(key, value)
      }
    },
  })
  const refused = await host.load(plan, checkpoints, options.replica)
  if (refused.length > 0) {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    throw new LoadError(refused)
  }
  host.start()
  return new PipelineRun({
    clock,
    dataDir,
    checkpoints,
    reports,
    records: logger.records,
    warnings: diagnostics,
    host,
    plan,
    isTemporary: options.dataDir === undefined,
  })
}
