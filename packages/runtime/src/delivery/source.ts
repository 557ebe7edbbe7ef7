/**
 * One hand-over of an input, counted until everything made of it has been delivered, filtered or set aside. Each group
 * that holds events of the source holds one reference.
 */
export class Source {
  #references = 1
  readonly #settled: () => void

  /** `settled` is called once, when the last reference is released. */
  constructor(settled: () => void) {
    this.#settled = settled
  }

  retain(): this {
    this.#references++
    return this
  }

  release(): void {
    if (--this.#references === 0) this.#settled()
  }
}
