import type { Stoppable } from './facets.ts'

/** What `setup` of an extension returns: whatever interface its users expect. */
export type Extension = object & Stoppable
