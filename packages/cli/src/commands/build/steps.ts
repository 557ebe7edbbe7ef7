/** Shows on standard error what a long command is doing, and how long each step took. */
export class Steps {
  readonly #start = performance.now()
  #current: { readonly name: string; readonly start: number } | undefined

  begin(name: string): void {
    this.end()
    this.#current = { name, start: performance.now() }
    if (process.stderr.isTTY) process.stderr.write(`${name} …`)
  }

  /** Of the last step; to be called before anything else is written. */
  end(): void {
    if (this.#current === undefined) return
    const { name, start } = this.#current
    this.#current = undefined
    const line = `${name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`
    process.stderr.write(process.stderr.isTTY ? `\r${line}` : line)
  }

  get seconds(): number {
    return (performance.now() - this.#start) / 1000
  }
}
