import type { InspectedPlugin } from '../inspect/messages.ts'
import type { ManifestEntry } from '../manifest/index.ts'

/** Where an entry's code comes from. */
export type Source =
  | { readonly kind: 'core' }
  | {
      readonly kind: 'package'
      readonly name: string
      readonly version: string
      /** Address it was got from, with the commit for git; without credentials. */
      readonly resolved: string | undefined
      readonly integrity: string | undefined
    }
  | {
      readonly kind: 'path'
      readonly name: string
      readonly version: string | undefined
      /** Relative to the repository. */
      readonly path: string
    }

/** An entry of the manifests that is part of the build. */
export interface ComposedEntry {
  readonly entry: ManifestEntry
  readonly source: Source
  /** What `plugins ls` and errors call it, such as `@acme/plugins@1.2.0`. */
  readonly origin: string
}

/** An entry whose plugins are known. */
export interface LoadedEntry extends ComposedEntry {
  /** URL of its module. */
  readonly url: string
  readonly plugins: readonly InspectedPlugin[]
}
