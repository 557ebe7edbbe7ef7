/** What was done, and how long each took. */
export class Stopwatch {
  readonly #start = performance.now()
  readonly #rows: (readonly [step: string, seconds: number])[] = []

  /** Notes a step, and says so at once. */
  add(step: string, seconds: number): void {
    this.#rows.push([step, seconds])
    console.log(row(step, seconds))
  }

  async time<Result>(step: string, action: () => Promise<Result>): Promise<Result> {
    const start = performance.now()
    const result = await action()
    this.add(step, (performance.now() - start) / 1000)
    return result
  }

  /** The slowest steps, then the total and what it should be. */
  table(expected: string): string {
    const rows = this.#rows.toSorted(([, a], [, b]) => b - a).slice(0, 10)
    return [
      'The slowest steps:',
      ...rows.map(([step, seconds]) => row(step, seconds)),
      row(`in all, ${expected}`, (performance.now() - this.#start) / 1000),
    ].join('\n')
  }
}

function row(step: string, seconds: number): string {
  return `${seconds.toFixed(1).padStart(7)} s  ${step}`
}
