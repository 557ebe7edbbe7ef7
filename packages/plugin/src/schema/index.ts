/**
 * Schemas for plugin options: zod 4, re-exported, and helpers for the units users write. Any other library with
 * Standard Schema and its JSON Schema works as well.
 *
 * @module
 */
export * from 'zod'
// These stand in front of zod's own exports of the same name.
export { duration, pathGlob, regexp, Secret, secret, size } from './helpers.ts'
export { parseDuration, parseSize } from './units.ts'
