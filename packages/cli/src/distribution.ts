/**
 * What a composed collector is started with; imported by the code that `sluice build` generates.
 *
 * @module
 */
export type { Distribution } from './host/distribution.ts'
export { startCommand } from './host/start-command.ts'
export { startDataThread } from './host/start-data-thread.ts'
export { version } from './host/version.ts'
