import type { RegistryEntry } from '@sluice/runtime'

/** The plugins a collector was composed of. */
export interface Distribution {
  readonly plugins: readonly RegistryEntry[]
  /** Built-in plugins of this release that were left out: by type, the manifest line that brings each in. */
  readonly absent: Readonly<Record<string, string>>
}
