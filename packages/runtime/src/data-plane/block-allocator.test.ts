import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BlockAllocator } from './block-allocator.ts'

const MIB = 1024 * 1024
const [from, to] = [64 * 1024, 64 * 1024 + 16 * MIB]

test('blocks never overlap, lie in the range, and all come back', () => {
  const step = fc.oneof(
    fc.record({ take: fc.integer({ min: 1, max: 4 * MIB }) }),
    fc.record({ give: fc.nat() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const allocator = new BlockAllocator(from, to)
      const held: { at: number; size: number }[] = []
      for (const each of steps) {
        if ('take' in each) {
          const at = allocator.take(each.take)
          if (at === undefined) continue
          const end = at + BlockAllocator.capacity(each.take)
          assert.ok(at >= from && end <= to)
          for (const other of held) {
            assert.ok(end <= other.at || other.at + BlockAllocator.capacity(other.size) <= at)
          }
          held.push({ at, size: each.take })
        } else {
          const [block] = held.splice(each.give % Math.max(1, held.length), 1)
          if (block !== undefined) allocator.give(block.at, block.size)
        }
      }
      for (const { at, size } of held) allocator.give(at, size)
      assert.equal(allocator.free, 16 * MIB)
      assert.equal([1, 2, 3, 4].filter(() => allocator.take(4 * MIB) !== undefined).length, 4)
    }),
    { seed: 7 },
  )
})

test('gives nothing when it is used up, and the same place again when it comes back', () => {
  const allocator = new BlockAllocator(from, to)
  const blocks = [1, 2, 3, 4].map(() => allocator.take(4 * MIB))
  assert.equal(allocator.take(1), undefined)
  allocator.give(blocks[2] as number, 4 * MIB)
  assert.equal(allocator.take(1), blocks[2])
})
