import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { builtins } from '@sluice/plugins'
import { compilePipeline, createRegistry, DataHost, type DataHostOptions } from '@sluice/runtime'
import { FakeClock, MemoryLogger } from '@sluice/testkit'
import { wasmKernels } from './wasm-kernels.ts'
import { WasmMemory } from './wasm-memory.ts'

const PLACES = 3
/** More than the places hold at once, so that the input has to wait for memory. */
const LINES = 40_000

const lines = Array.from({ length: LINES }, (_, n) =>
  Buffer.from(`${n} GET /path/${n} ${'x'.repeat(n % 90)}`),
)
const odd = [
  Buffer.from(''),
  Buffer.from('no match'),
  Buffer.from('1 GET /später/日本語 ☕'),
  Buffer.from([0x32, 0x20, 0x47, 0x20, 0x2f, 0xff, 0xfe, 0x20, 0xc3, 0x28]),
  Buffer.from('3 GET /nul\0 "quoted\\"\t'),
  Buffer.from(`4 GET /long ${'y'.repeat(300_000)}`),
  Buffer.from('5 GET /crlf end\r'),
]
const content = Buffer.concat(
  [...lines.slice(0, 20_000), ...odd, ...lines.slice(20_000), ...odd].flatMap((line) => [
    line,
    Buffer.from('\n'),
  ]),
)

/** Runs input_file → processor_regex → flusher_file once over a store; the output file's bytes. */
async function run(
  t: TestContext,
  store: Pick<DataHostOptions, 'arenas' | 'kernels'>,
): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'data-plane-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [input, output] = [join(folder, 'input.log'), join(folder, 'output.json')]
  writeFileSync(input, content)
  const text = JSON.stringify({
    inputs: [{ Type: 'input_file', FilePaths: [input], Tags: { FilePathTagKey: '' } }],
    processors: [
      {
        Type: 'processor_regex',
        SourceKey: 'content',
        Regex: '^(\\d+) (\\S+) (\\S+) ?(.*)$',
        Keys: ['n', 'method', 'path', 'rest'],
      },
    ],
    flushers: [{ Type: 'flusher_file', FilePath: output, MaxFileSize: 4294967295 }],
  })
  const registry = createRegistry([{ origin: 'built-in', definitions: [...builtins] }])
  const { plan, diagnostics } = await compilePipeline(
    { name: 'test', file: 'test.json', text },
    registry,
  )
  assert.ok(plan, diagnostics.map(({ message }) => message).join('\n'))
  const clock = new FakeClock()
  let ended = false
  const host = new DataHost({
    ...store,
    registry,
    clock,
    logger: new MemoryLogger(),
    dataDir: folder,
    once: true,
    commit: async () => {},
    report: ({ type }) => (ended ||= type === 'inputs_ended'),
  })
  assert.deepEqual(await host.load(plan, new Map()), [])
  host.start()
  for (let turn = 0; !ended && turn < 10_000; turn++) {
    await clock.advance(50)
    await pause(1)
  }
  const [result] = await host.stop()
  assert.deepEqual({ ended, clean: result?.clean }, { ended: true, clean: true })
  return readFileSync(output)
}

test('input, processor and flusher run unchanged over the heap and over WebAssembly memory', async (t) => {
  const fromHeap = await run(t, {})
  const memory = new WasmMemory(PLACES)
  const kernels = wasmKernels(memory)
  const fromWasm = await run(t, { arenas: memory.arenas, kernels })

  assert.equal(fromHeap.toString('latin1').split('\n').length - 1, LINES + 2 * odd.length)
  assert.ok(fromHeap.equals(fromWasm), 'the two outputs differ')
  assert.ok(kernels.calls > PLACES, 'the compiled kernel did the splitting')
  assert.ok(memory.taken > PLACES, 'places were used again')
  assert.equal(memory.free, PLACES, 'every place was given back')
})
