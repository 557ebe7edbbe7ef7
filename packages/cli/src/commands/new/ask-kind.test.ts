import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { askKind } from './ask-kind.ts'

async function answering(...lines: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  input.write(lines.map((line) => `${line}\n`).join(''))
  const choice = await askKind(input, output)
  output.end()
  return { kind: choice.kind, asked: await text(output) }
}

test('a kind is chosen by its number or its name', async () => {
  const { kind, asked } = await answering('3')
  assert.equal(kind, 'processor')
  assert.match(asked, /^ {2}6 {2}extension {6}/m)
  assert.equal((await answering(' flusher ')).kind, 'flusher')
})

test('what is neither is asked for again, but not for ever', async () => {
  const { kind, asked } = await answering('7', '', '1')
  assert.equal(kind, 'service_input')
  assert.equal(asked.match(/Number \[1-6\]:/g)?.length, 3)
  await assert.rejects(answering('0', 'x', '1.5', '1'), {
    message: 'no kind of plugin was chosen',
    hint: /--kind with one of: service_input, metric_input, processor, aggregator, flusher, ext/,
  })
})

test('the end of the input ends the asking', async () => {
  const input = new PassThrough()
  input.end('perhaps\n')
  await assert.rejects(askKind(input, new PassThrough()), /no kind of plugin was chosen/)
})
