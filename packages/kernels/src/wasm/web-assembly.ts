/** Memory that several threads may share; its size never changes. */
export interface Memory {
  readonly buffer: SharedArrayBuffer
}

interface Instance {
  readonly exports: Readonly<Record<string, (...args: number[]) => number>>
}

/**
 * The part of the WebAssembly JavaScript interface that we use. Not declared as a global: TypeScript's library for Node
 * lacks it, and what we publish must not depend on the reader's settings.
 */
interface WebAssemblyApi {
  readonly Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => Memory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: { env: { memory: Memory } }) => Instance
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi })
  .WebAssembly
