// Copies the file named first to the one named second through user space, in blocks of 512 KiB.
import { openSync, readSync, writeSync } from 'node:fs'

const [from = '', to = ''] = process.argv.slice(2)
const source = openSync(from, 'r')
const target = openSync(to, 'w')
const block = Buffer.allocUnsafeSlow(512 * 1024)
for (let length = readSync(source, block); length > 0; length = readSync(source, block)) {
  writeSync(target, block, 0, length)
}
