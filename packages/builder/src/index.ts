/**
 * Composes distributions: a manifest becomes a resolved, locked, checked and bundled collector.
 *
 * @module
 */
export { build } from './build.ts'
export type { BuildOptions, BuildReport, HandOver } from './build-options.ts'
export { BuildRefused, type Finding, formatFinding, type Place } from './finding.ts'
export type {
  InspectedEntry,
  InspectedPlugin,
  InspectMessage,
  InspectRequest,
} from './inspect/messages.ts'
export type { TargetOs } from './platform/target.ts'
export { redact } from './redact.ts'
