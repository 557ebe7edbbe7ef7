import type { ColumnProcessor } from '@sluice/plugin/columns'

export interface FieldAdderOptions {
  readonly Fields: Readonly<Record<string, string>>
  readonly IgnoreIfExist: boolean
}

/** Adds the same fields to every log. */
export function createFieldAdder({ Fields, IgnoreIfExist }: FieldAdderOptions): ColumnProcessor {
  const fields = Object.entries(Fields)
  return {
    process(group) {
      for (const [name, value] of fields) {
        const key = group.key(name)
        let first = NONE
        for (let row = 0; row < group.length; row++) {
          if (IgnoreIfExist && group.find(row, key) !== NONE) continue
          if (first === NONE) {
            group.appendText(row, key, value)
            first = group.find(row, key)
          } else {
            // A copy shares the value, so that it is stored once for the group.
            group.appendCopy(row, key, first)
          }
        }
      }
    },
  }
}

const NONE = -1
