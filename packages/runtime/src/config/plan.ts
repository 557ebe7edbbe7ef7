import type { DefinitionView, PluginSection } from './definition-view.ts'
import type { GlobalSettings } from './global-settings.ts'
import type { Path } from './path.ts'
import type { Position } from './reporter.ts'

/** A pipeline file as text: all that a worker thread needs to compile the same plan again. */
export interface PipelineSource {
  /** The pipeline's name: its file's stem. */
  readonly name: string
  readonly file: string
  readonly text: string
}

/** Which event groups a flusher takes. */
export type Match =
  | { readonly type: 'event_type'; readonly value: 'log' | 'metric' | 'trace' }
  | {
      readonly type: 'tag'
      readonly key: string
      readonly value: string
      /** Whether the tag is removed from the groups that match. */
      readonly discardingTag: boolean
    }

/** What becomes of an event that a plugin throws on. */
export type OnError = 'dead_letter' | 'drop' | 'pass'

/** A place in a pipeline file together with its path, such as `inputs[0].FilePaths`. */
export interface OptionPosition extends Position {
  readonly path: string
}

/** One plugin entry of a pipeline, checked and ready to be set up. */
export interface PluginPlan {
  readonly section: PluginSection
  /** Position in its section, counted from 0. */
  readonly index: number
  readonly type: string
  readonly alias?: string
  readonly definition: DefinitionView
  /** The options as written, keys in the plugin's own spelling, engine keys taken out. May hold secrets: never print. */
  readonly options: Readonly<Record<string, unknown>>
  /** What the plugin's schema made of the options: what `setup` gets. May hold secrets: never print. */
  readonly parsed: unknown
  readonly onError: OnError
  /** Flushers only; absent = takes everything. */
  readonly match?: Match
  /** Metric inputs only; milliseconds between polls, if the entry says so. */
  readonly intervalMs?: number
  /** Where the entry's `Type` stands. */
  readonly position: Position
  /** Where an option stands, or the nearest thing around it that exists; for errors found at `setup`. */
  locate(path: Path): OptionPosition
}

/** A pipeline, checked and ready to be started. */
export interface PipelinePlan {
  readonly name: string
  readonly source: PipelineSource
  readonly settings: GlobalSettings
  readonly inputs: readonly PluginPlan[]
  readonly processors: readonly PluginPlan[]
  /** Empty when the engine is to choose. */
  readonly aggregator: PluginPlan | undefined
  readonly flushers: readonly PluginPlan[]
  readonly extensions: readonly PluginPlan[]
}
