import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FileShare } from './file-share.ts'

for (const stride of [1, 2, 4, 256]) {
  test(`files whose inodes are ${stride} apart fall evenly to the threads, each to one`, () => {
    for (const count of [2, 3, 4]) {
      const shares = Array.from({ length: count }, (_, index) => new FileShare({ index, count }))
      const files = Array.from({ length: 16 * count }, (_, index) => {
        return { dev: 1n, inode: 10_231_869n + BigInt(index * stride), born: 0 }
      })
      const owned = shares.map((share) => files.filter((file) => share.has(file)).length)
      assert.equal(
        owned.reduce((sum, each) => sum + each),
        files.length,
      )
      for (const each of owned)
        assert.ok(Math.abs(each - 16) <= 4, `${owned.join(', ')} of ${count}`)
    }
  })
}
