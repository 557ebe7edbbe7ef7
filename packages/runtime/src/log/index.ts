export type { LogFormat, LoggerOptions, RootLogger } from './create-logger.ts'
export { createLogger } from './create-logger.ts'
export type { LogLevel } from './repeat-limit.ts'
