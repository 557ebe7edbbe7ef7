import type { CodePointRange, CodePointSet } from './code-point-set.ts'
import { setOf } from './code-point-set.ts'

const SLACK = 4096

/** Collects the members of a class; holds little more than the set they amount to. */
export class SetBuilder {
  #ranges: CodePointRange[] = []
  #limit = SLACK

  add(set: CodePointSet): void {
    for (const range of set) this.#ranges.push(range)
    if (this.#ranges.length > this.#limit) {
      this.#ranges = [...setOf(this.#ranges)]
      this.#limit = 2 * this.#ranges.length + SLACK
    }
  }

  build(): CodePointSet {
    return setOf(this.#ranges)
  }
}
