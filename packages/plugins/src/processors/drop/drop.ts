import type { ColumnProcessor } from '@sluice/plugin/columns'

/** Removes every field with one of the names from every log. */
export function createFieldDropper(names: readonly string[]): ColumnProcessor {
  return {
    process(group) {
      for (const name of names) {
        const key = group.key(name)
        for (let row = 0; row < group.length; row++) group.remove(row, key)
      }
    },
  }
}
