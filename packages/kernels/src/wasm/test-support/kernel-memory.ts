import assert from 'node:assert/strict'
import { createKernels, type WasmKernels } from '../create-kernels.ts'

const SIZE = 4 * 64 * 1024
/** What nobody wrote to. */
const UNTOUCHED = 0xaa
/** Bytes that kernels may read behind a text and write behind their output. */
export const PADDING = 32

/** A memory to put tables into, one part behind the other, which knows what was written where nothing should have been. */
export class KernelMemory {
  readonly #created = createKernels(SIZE)
  readonly bytes: Buffer = Buffer.from(this.#created.buffer)
  readonly kernels: WasmKernels = this.#created.kernels
  #used = 0
  #outputs: (readonly [from: number, to: number])[] = []
  #before: Buffer = Buffer.alloc(0)

  /** Forgets all parts. */
  reset(): this {
    this.bytes.fill(UNTOUCHED)
    this.#used = 16
    this.#outputs = []
    return this
  }

  /** Puts bytes anywhere; the address. */
  put(bytes: Uint8Array, padding = PADDING): number {
    const address = this.#take(bytes.length + padding)
    this.bytes.set(bytes, address)
    return address
  }

  /** Puts integers at a multiple of four; the address. */
  putInts(ints: readonly number[]): number {
    this.#used = (this.#used + 3) & ~3
    return this.put(new Uint8Array(Int32Array.from(ints).buffer), 0)
  }

  /** Room that a kernel may write to, at a multiple of `align`; the address. */
  output(size: number, align = 1): number {
    this.#used += (align - (this.#used % align)) % align
    const address = this.#take(size)
    this.#outputs.push([address, address + size])
    return address
  }

  /** `count` integers at an address. */
  ints(address: number, count: number): Int32Array {
    return new Int32Array(this.#created.buffer, address, count)
  }

  /** Everything is in its place: the kernel may run. */
  ready(): void {
    this.#before = Buffer.from(this.bytes)
  }

  /** Fails when anything but outputs has changed since `ready`. */
  assertOnlyOutputsChanged(): void {
    for (const [from, to] of this.#outputs) this.bytes.copy(this.#before, from, from, to)
    assert.ok(this.#before.equals(this.bytes), 'a kernel wrote outside of its outputs')
  }

  #take(size: number): number {
    const address = this.#used
    this.#used += size
    assert.ok(this.#used <= SIZE, 'the memory of the test is too small')
    return address
  }
}
