/** A plugin entry of a manifest, to be looked at. */
export interface InspectedEntry {
  /** Module that the build imports, such as `@acme/plugins/example`. */
  readonly specifier: string
  /** From where the module is looked up: an absolute path. */
  readonly from: string
  readonly isWorkingCopy: boolean
  /** Named in errors. */
  readonly origin: string
}

/** What the inspecting process is asked for: entries one by one, or the list of plugins that a build has generated. */
export type InspectRequest =
  | { readonly entries: readonly InspectedEntry[] }
  | { readonly registry: string }

/** A plugin as the build shows it. */
export interface InspectedPlugin {
  readonly origin: string
  readonly type: string
  readonly kind: string
  readonly section: string
  readonly stability: string
  readonly requires: Readonly<Record<string, string>>
}

/** What the inspecting process says: `begin` and then one of the next two for each entry, `done` at the end. */
export type InspectMessage =
  | { readonly type: 'begin'; readonly entry: number }
  | {
      readonly type: 'plugins'
      readonly entry: number
      readonly url: string
      readonly plugins: readonly InspectedPlugin[]
    }
  | {
      readonly type: 'problem'
      readonly entry: number
      readonly code: string
      readonly message: string
      readonly hint: string
    }
  /** Of all plugins together; absent when there was a problem. */
  | { readonly type: 'done'; readonly schema?: object; readonly reference?: string }
