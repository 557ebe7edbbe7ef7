/** Bytes that nobody has parsed yet. A view when it comes from the engine: copy `bytes` out with `keep()`. */
export interface RawEvent {
  readonly kind: 'raw'
  /** Owned by the event; do not write to it. */
  readonly bytes: Uint8Array
  /** Number of bytes. */
  readonly size: number
  /** A copy on the heap that stays valid. */
  keep(): RawEvent
}

/** Wraps `bytes`; the event takes ownership, so the caller must not write to them afterwards. */
export function raw(bytes: Uint8Array): RawEvent {
  return new HeapRawEvent(bytes)
}

class HeapRawEvent implements RawEvent {
  readonly kind = 'raw'
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get size(): number {
    return this.bytes.byteLength
  }

  keep(): RawEvent {
    // Not slice(): that of a Buffer is a view.
    return new HeapRawEvent(new Uint8Array(this.bytes))
  }
}
