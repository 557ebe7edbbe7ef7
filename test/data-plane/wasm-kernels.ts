import type { Kernels } from '@sluice/plugin/columns'
import { plainKernels, slabOf } from '@sluice/runtime'
import type { WasmMemory } from './wasm-memory.ts'

/** The plain kernels, but with the newline splitter compiled: it runs on the bytes where they lie. */
export function wasmKernels(memory: WasmMemory): Kernels & { calls: number } {
  const split = compileSplitter(memory)
  const { scratch } = memory
  return {
    ...plainKernels,
    calls: 0,
    splitLines(group, from, to, key, seconds, nanos) {
      this.calls++
      const base = slabOf(group).byteOffset
      let start = from
      while (true) {
        const lines = split(base + start, base + to, 0, scratch.length / 2)
        for (let i = 0; i < lines * 2; i += 2) {
          const [at, length] = [(scratch[i] as number) - base, scratch[i + 1] as number]
          group.appendBytes(group.addRow(seconds, nanos), key, at, length)
          start = at + length + 1
        }
        if (lines < scratch.length / 2) return start
      }
    },
  }
}

type Splitter = (from: number, to: number, out: number, most: number) => number

const I32 = 0x7f
const EMPTY_BLOCK = 0x40
const [P, END, OUT, MOST, START, COUNT] = [0, 1, 2, 3, 4, 5]
const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const constant = (value: number) => [0x41, value]
const [ADD, SUB, EQ, GE] = [0x6a, 0x6b, 0x46, 0x4f]

/** `(from, to, out, most)`: writes address and length of each line of [from, to) to `out`, at most `most`; their number. */
const SPLITTER = [
  ...[...get(P), ...set(START)],
  ...[0x02, EMPTY_BLOCK, 0x03, EMPTY_BLOCK],
  ...[...get(P), ...get(END), GE, 0x0d, 1],
  ...[...get(COUNT), ...get(MOST), GE, 0x0d, 1],
  ...[...get(P), 0x2d, 0, 0, ...constant(10), EQ, 0x04, EMPTY_BLOCK],
  ...[...get(OUT), ...get(START), 0x36, 2, 0],
  ...[...get(OUT), ...get(P), ...get(START), SUB, 0x36, 2, 4],
  ...[...get(OUT), ...constant(8), ADD, ...set(OUT)],
  ...[...get(COUNT), ...constant(1), ADD, ...set(COUNT)],
  ...[...get(P), ...constant(1), ADD, ...set(START)],
  0x0b,
  ...[...get(P), ...constant(1), ADD, ...set(P), 0x0c, 0],
  ...[0x0b, 0x0b],
  ...get(COUNT),
  0x0b,
]

/** A module assembled by hand (WebAssembly core specification, section 5.5: binary format of modules). */
function compileSplitter({ memory }: WasmMemory): Splitter {
  const pages = memory.buffer.byteLength / (64 * 1024)
  const code = [1, 2, I32, ...SPLITTER]
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 1, I32]),
    ...section(2, [1, ...name('env'), ...name('memory'), 0x02, 0x03, ...leb(pages), ...leb(pages)]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('split'), 0x00, 0]),
    ...section(10, [1, ...leb(code.length), ...code]),
  ]
  const module = new WebAssembly.Module(Uint8Array.from(bytes))
  return new WebAssembly.Instance(module, { env: { memory } }).exports['split'] as Splitter
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...leb(content.length), ...content]
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)]
}

/** Unsigned LEB128. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...leb(Math.floor(value / 128))]
}
