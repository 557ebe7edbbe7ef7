/** Codes of the errors of the data directory and the checkpoint store. A code is never reused. */
export type StoreErrorCode =
  | 'CHECKPOINT_KEY_INVALID'
  | 'CHECKPOINT_VALUE_TOO_LARGE'
  | 'DATA_DIR_IN_USE'
  | 'DATA_DIR_UNUSABLE'
  | 'STORE_CLOSED'
  | 'STORE_READ_FAILED'
  | 'STORE_UNUSABLE'
  | 'STORE_WRITE_FAILED'

/** An error of the data directory or the checkpoint store that an operator or plugin author can act on. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  /** What the reader should do next. */
  readonly hint: string

  constructor(code: StoreErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StoreError'
    this.code = code
    this.hint = hint
  }
}

/** The text of anything thrown, for use inside another error's message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
