const BEATS = 0
const INSTANCE = 1

/**
 * Two numbers that a data thread and the control thread share: how often the data thread has come back to its event
 * loop, and which plugin instance it is running. They can be read while the data thread answers nothing.
 */
export class Heartbeat {
  readonly buffer: SharedArrayBuffer
  readonly #numbers: Int32Array

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer
    this.#numbers = new Int32Array(buffer)
  }

  beat(): void {
    Atomics.add(this.#numbers, BEATS, 1)
  }

  /** Tells which instance is about to run; 0 for none. */
  publish(instance: number): void {
    Atomics.store(this.#numbers, INSTANCE, instance)
  }

  get beats(): number {
    return Atomics.load(this.#numbers, BEATS)
  }

  get instance(): number {
    return Atomics.load(this.#numbers, INSTANCE)
  }
}
