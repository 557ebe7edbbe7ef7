const GAP = '  '

/** Rows as lines with aligned columns; the last column is as wide as it likes. */
export function formatTable(rows: readonly (readonly string[])[], indent = ''): string {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => {
    return Math.max(...rows.map((row) => (row[column] ?? '').length))
  })
  return rows
    .map((row) => {
      const cells = row.map((cell, column) =>
        cell.replaceAll('\n', ' ').padEnd(widths[column] ?? 0),
      )
      return `${indent}${cells.join(GAP).trimEnd()}\n`
    })
    .join('')
}
