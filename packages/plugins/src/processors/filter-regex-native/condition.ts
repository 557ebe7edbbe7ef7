import { ConfigError } from '@sluice/plugin'
import type { ColumnGroup } from '@sluice/plugin/columns'
import { type FieldRule, matchRows } from '../../shared/match-rows.ts'

/** What has to hold for an event. */
export type Condition =
  | { readonly operator: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly operator: 'not'; readonly operand: Condition }
  | { readonly operator: 'match'; readonly rule: FieldRule }

type Path = readonly (string | number)[]

/** Compiles the expression that a field has to match as a whole. */
export type CompileRule = (name: string, pattern: string, path: Path) => FieldRule

const DEEPEST = 32
const SHAPES =
  'write {operator: and | or | not, operands: [...]} or {key: ..., exp: ..., type: regex}'

/** Reads the tree of operators and leaves that `ConditionExp` is. Throws a ConfigError where it is none. */
export function readCondition(found: unknown, path: Path, compile: CompileRule): Condition {
  if (path.length > 2 * DEEPEST) throw new ConfigError(path, 'is too deep', 'simplify it')
  if (typeof found !== 'object' || found === null) {
    throw new ConfigError(path, 'must be an object', SHAPES)
  }
  const { operator, operands, key, exp, type } = found as Readonly<Record<string, unknown>>
  if (operator !== undefined || operands !== undefined) {
    return readOperation(operator, operands, path, compile)
  }
  if (typeof key !== 'string' || typeof exp !== 'string') {
    throw new ConfigError(path, 'needs a key and an exp, both texts', SHAPES)
  }
  if (typeof type !== 'string' || type.toLowerCase() !== 'regex') {
    throw new ConfigError([...path, 'type'], 'must be regex', 'there is no other type')
  }
  return { operator: 'match', rule: compile(key, exp, [...path, 'exp']) }
}

function readOperation(
  operator: unknown,
  operands: unknown,
  path: Path,
  compile: CompileRule,
): Condition {
  const name = typeof operator === 'string' ? operator.toLowerCase() : undefined
  if (name !== 'and' && name !== 'or' && name !== 'not') {
    throw new ConfigError([...path, 'operator'], 'must be and, or or not', SHAPES)
  }
  const count = name === 'not' ? 1 : 2
  if (!Array.isArray(operands) || operands.length !== count) {
    const message = `must be a list of ${count} for ${name}`
    throw new ConfigError([...path, 'operands'], message, SHAPES)
  }
  const [left, right] = operands.map((operand, index) => {
    return readCondition(operand, [...path, 'operands', index], compile)
  }) as [Condition, Condition]
  return name === 'not' ? { operator: name, operand: left } : { operator: name, left, right }
}

/** Gives 1 for each row that is 1 in `asked` and for which the condition holds. */
export function holdsFor(condition: Condition, group: ColumnGroup, asked: Uint8Array): Uint8Array {
  switch (condition.operator) {
    case 'match':
      return matchRows(group, condition.rule, asked, 'all')
    case 'not':
      return without(asked, holdsFor(condition.operand, group, asked))
    case 'and':
      return holdsFor(condition.right, group, holdsFor(condition.left, group, asked))
    case 'or': {
      const left = holdsFor(condition.left, group, asked)
      const right = holdsFor(condition.right, group, without(asked, left))
      return left.map((held, row) => held | (right[row] as number))
    }
  }
}

function without(asked: Uint8Array, held: Uint8Array): Uint8Array {
  return asked.map((each, row) => each & ~(held[row] as number))
}
