/** What a data host tells its supervisor. */
export type HostReport =
  /** All inputs of the pipeline have ended by themselves; `failed` when one did so with an error in a `--once` run. */
  | { readonly type: 'inputs_ended'; readonly pipeline: string; readonly failed: boolean }
  /** A call has not settled in time. The pipeline was given up; `restart` brings it back. */
  | { readonly type: 'hung'; readonly pipeline: string; readonly plugin: string }
  /** The destination of a flusher is gone for good. The pipeline was given up and is not to come back. */
  | { readonly type: 'closed'; readonly pipeline: string; readonly plugin: string }
  /** Everything an input found at its start was delivered: `events` of them, from `path` if it is one place. */
  | {
      readonly type: 'caught_up'
      readonly pipeline: string
      readonly plugin: string
      readonly events: number
      readonly path?: string
    }
