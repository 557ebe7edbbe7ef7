/** Runs asynchronous work one after the other, in the order it was asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves or rejects as `work` does, which starts when everything before it has settled. */
  run(work: () => Promise<void>): Promise<void> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => {})
    return result
  }
}
