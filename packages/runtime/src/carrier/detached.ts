const SHORT_TEXT = 12

/** A long text may be a slice that keeps the text of a whole slab alive; a copy of it does not. */
export function detached<Value>(value: Value): Value | string {
  if (typeof value !== 'string' || value.length <= SHORT_TEXT || !value.isWellFormed()) return value
  return Buffer.from(value).toString()
}
