import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asRecords } from '@sluice/testkit'
import fc from 'fast-check'
import { LONGEST_EVENT } from './stretch.ts'
import { Sandbox } from '../test-support/sandbox.ts'

const NEWLINE = Buffer.from('\n')

/** The text of a line by itself; what is not GBK is taken for UTF-8. */
function decodeLine(line: Buffer): string {
  try {
    return new TextDecoder('gbk', { fatal: true }).decode(line)
  } catch {
    return line.toString('utf8')
  }
}

const piece = fc.oneof(
  fc.constantFrom('c4e3', 'bac3', '8130', '80', 'ff', '41', '0d', 'a2a0', 'c4', '00', '817f'),
  fc.nat(20).map((length) => '2e'.repeat(length)),
)
const line = fc.array(piece, { maxLength: 6 }).map((hex) => Buffer.from(hex.join(''), 'hex'))
const lines = fc.oneof(fc.array(line), fc.array(line, { minLength: 20, maxLength: 80 }))

test('each line of GBK becomes what it is by itself, with its place in the file', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), async (given, withPlaces) => {
      await using box = new Sandbox()
      box.write('a.log', Buffer.concat(given.flatMap((each) => [each, NEWLINE])))
      const options = withPlaces ? { FileOffsetKey: 'at' } : {}
      await box.start({ FileEncoding: 'gbk', ...options }, { once: true })
      await box.clock.advance(0)
      let at = 0
      const expected = given.map((each) => {
        const place = withPlaces ? { at: String(at) } : {}
        at += each.length + 1
        return { content: decodeLine(each), ...place }
      })
      assert.deepEqual(asRecords(box.run.events), expected)
    }),
    { seed: 31, numRuns: 150 },
  )
})

test('lines of GBK are whole at the ends of windows', async () => {
  await using box = new Sandbox()
  const hello = Buffer.from([0xc4, 0xe3, 0xba, 0xc3])
  const each = Buffer.concat([...Array.from({ length: 101 }, () => hello), Buffer.from('.\n')])
  box.write('a.log', Buffer.concat(Array.from({ length: 2000 }, () => each)))
  await box.start({ FileEncoding: 'gbk', TailSizeKB: 10_000 })
  const events = await box.lines()
  assert.equal(events.length, 2000)
  assert.ok(events.every((event) => event === `${'你好'.repeat(101)}.`))
})

test('a cut tears no character of GBK apart', async () => {
  await using box = new Sandbox()
  const hello = Buffer.from([0x2e, 0xc4, 0xe3, 0xba, 0xc3])
  box.write('a.log', Buffer.concat([Buffer.alloc(LONGEST_EVENT * 2, hello), NEWLINE]))
  await box.start({ FileEncoding: 'gbk', TailSizeKB: 10_000 })
  const events = await box.lines()
  assert.ok(events.length >= 2 && events.every((event) => !event.includes('\uFFFD')))
  const whole = '.你好'.repeat(Math.floor((LONGEST_EVENT * 2) / 5))
  assert.ok(events.join('').startsWith(whole))
})

test('a line that would not fit into a group as UTF-8 keeps its bytes', async () => {
  await using box = new Sandbox()
  box.write('a.log', Buffer.concat([Buffer.alloc(LONGEST_EVENT, 0x80), NEWLINE]))
  await box.start({ FileEncoding: 'gbk', TailSizeKB: 10_000 })
  assert.deepEqual(await box.lines(), ['\uFFFD'.repeat(LONGEST_EVENT)])
})

test('every line has its place, also of lines so short that places take more room than they', async () => {
  await using box = new Sandbox()
  const count = 150_000
  box.write('a.log', 'x\n\n'.repeat(count))
  await box.start({ FileOffsetKey: 'at', TailSizeKB: 10_000 }, { once: true })
  await box.clock.advance(0)
  const places = asRecords(box.run.events).map(({ at }) => Number(at))
  assert.equal(places.length, 2 * count)
  assert.ok(places.every((place, index) => place === (index >> 1) * 3 + (index & 1) * 2))
})
