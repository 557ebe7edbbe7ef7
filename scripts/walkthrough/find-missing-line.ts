/**
 * The first of the lines that a page promises which does not follow in the output, `undefined` when all do. They have to
 * come in this order, others may stand between; `…` stands for any text. Ends of lines are not compared.
 */
export function findMissingLine(output: string, promised: readonly string[]): string | undefined {
  const printed = output.split('\n')
  let next = 0
  return promised.find((line) => {
    const at = printed.findIndex((one, index) => index >= next && pattern(line).test(one))
    next = at + 1
    return at < 0
  })
}

function pattern(line: string): RegExp {
  const parts = line
    .trimEnd()
    .split('…')
    .map((part) => RegExp.escape(part))
  return new RegExp(`^${parts.join('.*')}\\s*$`, 'u')
}
