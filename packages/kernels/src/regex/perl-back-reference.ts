import type { Parser } from './parser.ts'
import type { SyntaxNode } from './syntax-tree.ts'

/** Makes the back-reference to a number, a negative number counted back, or a name. */
export function backReferenceTo(parser: Parser, target: string, offset: number): SyntaxNode {
  const { reader } = parser
  const groups = targetGroups(parser, target)
  const [group] = groups
  if (group === undefined) {
    throw reader.invalid(
      `back-reference to ${target}`,
      offset,
      'It must name a group that is closed before it.',
    )
  }
  if (groups.length > 1) {
    throw reader.unsupported(
      `back-reference to ${target}, a name of several groups`,
      offset,
      'Give the groups different names.',
    )
  }
  parser.referenced.add(group)
  return { kind: 'backReference', group, ignoreCase: parser.flags.ignoreCase, offset }
}

function targetGroups(parser: Parser, target: string): readonly number[] {
  const { names, closed } = parser
  const candidates = /^-?[0-9]+$/.test(target)
    ? [target.startsWith('-') ? names.length + Number(target) : Number(target)]
    : names.keys().filter((index) => names[index] === target)
  return [...candidates].filter((index) => closed.has(index))
}
