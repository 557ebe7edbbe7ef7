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
        for (let row = 0; row < group.length; row++) {
          if (IgnoreIfExist && group.find(row, key) !== -1) continue
          group.appendText(row, key, value)
        }
      }
    },
  }
}
