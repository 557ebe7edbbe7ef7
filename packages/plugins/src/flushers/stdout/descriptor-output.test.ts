import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { FakeClock } from '@sluice/testkit'
import { DescriptorOutput } from './descriptor-output.ts'

/** Both ends of a pipe that refuses what it has no room for. */
async function openPipe(t: TestContext): Promise<{ reader: number; writer: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'pipe-'))
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  t.after(async () => {
    closeSync(writer)
    await rm(folder, { recursive: true })
  })
  return { reader, writer }
}

const options = { skip: process.platform === 'win32' && 'has no named pipes in the file system' }

test(
  'waits for a reader that does not keep up, losing and repeating nothing',
  options,
  async (t) => {
    const { reader, writer } = await openPipe(t)
    const clock = new FakeClock()
    const sent = Buffer.from(Array.from({ length: 100_000 }, (_, n) => `${n}\n`).join(''))
    let written = false
    const pieces = [
      sent.subarray(0, 7),
      Buffer.alloc(0),
      sent.subarray(7, 300_000),
      sent.subarray(300_000),
    ]
    const done = new DescriptorOutput(writer, clock).append(pieces).then(() => (written = true))
    const received: Buffer[] = []
    const block = Buffer.alloc(50_000)
    while (!written) {
      await clock.advance(100)
      received.push(Buffer.from(block.subarray(0, read(reader, block))))
    }
    await done
    for (let count = read(reader, block); count > 0; count = read(reader, block)) {
      received.push(Buffer.from(block.subarray(0, count)))
    }
    closeSync(reader)
    assert.ok(Buffer.concat(received).equals(sent))
  },
)

test('fails with what to do when the reader is gone', options, async (t) => {
  const { reader, writer } = await openPipe(t)
  closeSync(reader)
  const output = new DescriptorOutput(writer, new FakeClock())
  await assert.rejects(output.append([Buffer.from('line\n')]), {
    code: 'DESTINATION_CLOSED',
    message: 'standard output was closed by its reader',
  })
})

test(
  'says when standard output cannot take more',
  { skip: !existsSync('/dev/full') },
  async (t) => {
    const full = openSync('/dev/full', 'w')
    t.after(() => closeSync(full))
    const output = new DescriptorOutput(full, new FakeClock())
    await assert.rejects(output.append([Buffer.from('line\n')]), { code: 'STDOUT_UNWRITABLE' })
  },
)

/** Bytes read; 0 when there are none now. */
function read(descriptor: number, block: Buffer): number {
  try {
    return readSync(descriptor, block)
  } catch {
    return 0
  }
}
