import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSync, closeSync } from 'node:fs'
import { checkSignature, NO_SIGNATURE, type Signature } from './signature.ts'
import { isSameFile } from './tracked-file.ts'
import { Sandbox } from '../test-support/sandbox.ts'

function signatureOf(path: string): Signature {
  const fd = openSync(path, 'r')
  const signature = checkSignature(fd, NO_SIGNATURE) as Signature
  closeSync(fd)
  return signature
}

test('where a file does not tell when it was made, its beginning says whether it is the same', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'one\n')
  const signature = signatureOf(box.path('a.log'))
  const known = { path: box.path('a.log'), born: 0, signature }
  box.write('other', 'one\ntwo\n')
  assert.ok(isSameFile(box.path('other'), known))
  box.write('other', 'two\ntwo\n')
  assert.ok(!isSameFile(box.path('other'), known))
  box.write('other', 'on')
  assert.ok(!isSameFile(box.path('other'), known))
  assert.ok(!isSameFile(box.path('nowhere'), known))
})

test('a file of which nothing was seen is recognised by a longer name that is no mark of compression', () => {
  const known = { path: '/x/a.log', born: 0, signature: NO_SIGNATURE }
  assert.ok(isSameFile('/x/a.log.1', known))
  assert.ok(!isSameFile('/x/b.log', known))
  assert.ok(!isSameFile('/x/a.log.1.gz', known))
})

test('the signature covers the first kilobyte and grows with the file', async () => {
  await using box = new Sandbox()
  box.write('a.log', 'x'.repeat(1000))
  const short = signatureOf(box.path('a.log'))
  assert.equal(short.length, 1000)
  box.append('a.log', 'y'.repeat(1000))
  const long = signatureOf(box.path('a.log'))
  assert.equal(long.length, 1024)
  const fd = openSync(box.path('a.log'), 'r')
  assert.deepEqual(checkSignature(fd, short), long)
  assert.deepEqual(checkSignature(fd, long), long)
  box.write('a.log', 'z'.repeat(2000))
  assert.equal(checkSignature(fd, short), undefined)
  closeSync(fd)
})
