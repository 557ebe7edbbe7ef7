import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { defineFlusher, defineProcessor, type PluginDefinition } from '@sluice/plugin'
import { builtins } from '@sluice/plugins'
import { FakeClock, type PipelineRun, type PipelineRunOptions, runPipeline } from '@sluice/testkit'
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

/** Wall time stands still, so that events have the same time however long a run takes. */
class StillClock extends FakeClock {
  override now(): number {
    return Date.UTC(2026, 0, 1)
  }
}

const regex = {
  Type: 'processor_regex',
  SourceKey: 'content',
  Regex: '^(\\d+) (\\S+) (\\S+) ?(.*)$',
  Keys: ['n', 'method', 'path', 'rest'],
}

/** Works on events as the author of a private plugin would, and takes its time. */
const plain = defineProcessor({
  type: 'processor_plain',
  description: 'Changes logs through the v1 view.',
  stability: 'stable',
  setup: () => ({
    v1: {
      async processLogs(logs) {
        await Promise.resolve()
        for (const item of logs) {
          item.append('length', String(item.get('path')?.length))
          if (item.has('n')) item.contents.push({ key: 'again', value: String(item.get('rest')) })
        }
        return logs.filter((item) => item.get('n') !== '17')
      },
    },
  }),
})

/** Takes no group before the end of the test. */
const stuck = defineFlusher({
  type: 'flusher_stuck',
  description: 'Is never ready.',
  stability: 'stable',
  compat: 'native',
  setup: () => ({ isReady: () => false, v1: { flush() {} } }),
})

type Store = Pick<PipelineRunOptions, 'arenas' | 'kernels'>

async function start(
  t: TestContext,
  store: Store,
  sections: object,
): Promise<PipelineRun & { readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'data-plane-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const [input, output] = [join(folder, 'input.log'), join(folder, 'output.json')]
  writeFileSync(input, content)
  const text = JSON.stringify({
    inputs: [{ Type: 'input_file', FilePaths: [input], Tags: { FilePathTagKey: '' } }],
    flushers: [{ Type: 'flusher_file', FilePath: output, MaxFileSize: 4294967295 }],
    ...sections,
  })
  const plugins: readonly PluginDefinition[] = [...builtins, plain, stuck]
  const run = await runPipeline(text, { ...store, plugins, clock: new StillClock(), once: true })
  return Object.assign(run, { output })
}

/** Runs input_file → … → flusher_file to its end; the output file's bytes. */
async function outputOf(t: TestContext, store: Store, sections: object): Promise<Buffer> {
  await using run = await start(t, store, sections)
  await run.until(() => run.reports.some(({ type }) => type === 'inputs_ended'))
  assert.equal(await run.stop(), true)
  return readFileSync(run.output)
}

const shapes = [
  { shape: 'input, processor and flusher', sections: { processors: [regex] }, filtered: 0 },
  {
    shape: 'with a plain plugin and an aggregator that merges',
    sections: {
      processors: [regex, { Type: 'processor_plain' }],
      aggregators: [{ Type: 'aggregator_context', PackFlag: false }],
    },
    filtered: 1,
  },
]

for (const { shape, sections, filtered } of shapes) {
  test(`a pipeline runs unchanged over the heap and over WebAssembly memory: ${shape}`, async (t) => {
    const fromHeap = await outputOf(t, {}, sections)
    const memory = new WasmMemory(PLACES)
    const kernels = wasmKernels(memory)
    const fromWasm = await outputOf(t, { arenas: memory.arenas, kernels }, sections)

    const lineCount = fromHeap.toString('latin1').split('\n').length - 1
    assert.equal(lineCount, LINES + 2 * odd.length - filtered)
    assert.ok(fromHeap.equals(fromWasm), 'the two outputs differ')
    assert.ok(kernels.calls > PLACES, 'the compiled kernel did the splitting')
    assert.ok(memory.taken > PLACES, 'places were used again')
    assert.equal(memory.free, PLACES, 'every place was given back')
    assert.ok(memory.isPoisoned, 'what was given back can be read no more')
  })
}

test('an input that waits for memory can be stopped, and a pipeline that is given up gives its memory back', async (t) => {
  const memory = new WasmMemory(PLACES)
  const store = { arenas: memory.arenas, kernels: wasmKernels(memory) }
  await using run = await start(t, store, { flushers: [{ Type: 'flusher_stuck' }] })
  await run.until(() => memory.waiting === 1)
  assert.equal(memory.free, 0)
  const stopping = run.stop()
  await run.clock.advance('10s')
  assert.equal(memory.waiting, 0)
  await run.clock.advance('30s')
  assert.equal(await stopping, false)
  assert.equal(memory.free, PLACES)
})
