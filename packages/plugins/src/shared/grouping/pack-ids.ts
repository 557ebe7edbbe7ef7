import { hash } from 'node:crypto'
import { hostname } from 'node:os'
import type { PluginContext } from '@sluice/plugin'

/** Fewest sources whose sequences are remembered. */
const SEQUENCES = 10_000

/**
 * Numbers the groups of each source, `<prefix>-<hexadecimal number>` counted from 1, so that a reader can put them in
 * order again. The source is the prefix; groups without one share a prefix that no other collector has.
 */
export class PackIds {
  readonly #context: PluginContext
  readonly #most: number
  readonly #sequences = new Map<string, number>()
  #ownPrefix: string | undefined

  /** `most` sources are remembered at least; beyond that the one unused for longest starts again at 1. */
  constructor(context: PluginContext, most = 0) {
    this.#context = context
    this.#most = Math.max(most, SEQUENCES)
  }

  next(source: string | undefined): string {
    const prefix = source === undefined ? this.#own() : source.replace(/-?$/, '-')
    const number = (this.#sequences.get(prefix) ?? 0) + 1
    this.#sequences.delete(prefix)
    this.#sequences.set(prefix, number)
    if (this.#sequences.size > this.#most) this.#forgetOldest()
    return `${prefix}${number.toString(16).toUpperCase()}`
  }

  #own(): string {
    const { configName, pluginId, clock } = this.#context
    this.#ownPrefix ??= `${hash(
      'sha256',
      `${configName}\n${pluginId}\n${hostname()}\n${process.pid}\n${clock.now()}`,
    )
      .slice(0, 16)
      .toUpperCase()}-`
    return this.#ownPrefix
  }

  #forgetOldest(): void {
    for (const prefix of this.#sequences.keys()) {
      this.#sequences.delete(prefix)
      return
    }
  }
}
