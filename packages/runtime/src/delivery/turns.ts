/** Does the same work again and again, one at a time: who asks for it while it is being done shares the next time. */
export class Turns {
  readonly #work: () => Promise<void>
  /** A turn that has not begun. */
  #next: Promise<void> | undefined
  #newest: Promise<void> = Promise.resolve()

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Settles as a turn does that begins after this call. */
  run(): Promise<void> {
    this.#newest = this.#next ??= this.#workAfter(this.#newest)
    return this.#next
  }

  /** Resolves when nothing is being done or waited for. */
  async settled(): Promise<void> {
    for (let newest; newest !== this.#newest;) {
      newest = this.#newest
      await newest.catch(() => {})
    }
  }

  async #workAfter(previous: Promise<void>): Promise<void> {
    await previous.catch(() => {})
    this.#next = undefined
    await this.#work()
  }
}
