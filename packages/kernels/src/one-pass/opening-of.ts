import type { ByteSet } from './byte-set.ts'
import { NO_BYTES, joinBytes, singleByte } from './byte-set.ts'
import type { ByteNode } from './byte-tree.ts'

export interface NodeOpening {
  /** What a match that consumes may begin with. */
  readonly first: ByteSet
  /** May match nothing. */
  readonly nullable: boolean
}

/** How a match of a node begins, whatever follows it. */
export function openingOf(node: ByteNode): NodeOpening {
  switch (node.kind) {
    case 'byte':
      return { first: singleByte(node.byte), nullable: false }
    case 'set':
      return { first: node.set, nullable: false }
    case 'end':
      return { first: NO_BYTES, nullable: true }
    case 'sequence':
      return node.items.map(openingOf).reduceRight(
        (rest, item) => ({
          first: item.nullable ? joinBytes(item.first, rest.first) : item.first,
          nullable: item.nullable && rest.nullable,
        }),
        { first: NO_BYTES, nullable: true },
      )
    case 'choice': {
      const openings = node.branches.map(openingOf)
      return {
        first: openings.map(({ first }) => first).reduce(joinBytes, NO_BYTES),
        nullable: openings.some(({ nullable }) => nullable),
      }
    }
    case 'group':
      return openingOf(node.body)
    case 'repeat': {
      const { first, nullable } = openingOf(node.body)
      return { first, nullable: nullable || node.min === 0 }
    }
  }
}
