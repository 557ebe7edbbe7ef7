interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Questions to another thread that were not answered yet. */
export class PendingAnswers {
  readonly #waiting = new Map<number, Waiting>()
  #next = 1

  /** The number to ask with and the promise for its answer. */
  open(): { readonly id: number; readonly answered: Promise<void> } {
    const id = this.#next++
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.set(id, { resolve, reject })
    return { id, answered: promise }
  }

  answer(id: number, failure: string | undefined): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (failure === undefined) waiting?.resolve()
    else waiting?.reject(new Error(failure))
  }
}
