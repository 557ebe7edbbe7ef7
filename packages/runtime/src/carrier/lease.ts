import { PluginError } from '@sluice/plugin'

/**
 * The time for which the views of one call are valid. Views check it on every access, so a plugin that keeps one reads
 * an error that names it and never another event's bytes.
 */
export class Lease {
  #state: 'live' | 'expired' = 'live'
  readonly #ended: (() => void)[] = []
  readonly plugin: string
  readonly writable: boolean

  constructor(plugin: string, writable: boolean) {
    this.plugin = plugin
    this.writable = writable
  }

  check(): void {
    if (this.#state === 'live') return
    throw new PluginError({
      code: 'EVENT_EXPIRED',
      message: `${this.plugin} used an event, group or collector after the call it was given to had settled`,
      hint: 'copy what is needed later with event.keep() before the call returns',
    })
  }

  checkWritable(): void {
    this.check()
    if (this.writable) return
    throw new PluginError({
      code: 'EVENT_READ_ONLY',
      message: `${this.plugin} tried to change an event that other flushers see too`,
      hint: 'change events in a processor, or work on event.keep()',
    })
  }

  /** Calls back when the lease ends. */
  onExpire(ended: () => void): void {
    this.#ended.push(ended)
  }

  expire(): void {
    this.#state = 'expired'
    for (const ended of this.#ended) ended()
    this.#ended.length = 0
  }
}
