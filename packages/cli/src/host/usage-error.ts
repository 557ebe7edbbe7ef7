/** The command line asks for something that makes no sense. */
export class UsageError extends Error {
  readonly code = 'USAGE'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.name = 'UsageError'
    this.hint = hint
  }
}
