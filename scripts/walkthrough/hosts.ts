/** The hosts that pages speak of, and the addresses (host and port) that they have here. */
export class Hosts {
  readonly #addresses: Map<string, string>

  constructor(addresses: Readonly<Record<string, string>>) {
    this.#addresses = new Map(Object.entries(addresses))
  }

  set(host: string, address: string): void {
    this.#addresses.set(host, address)
  }

  /** A page's text with the addresses in place of the hosts; nothing here speaks TLS. */
  local(text: string): string {
    let changed = text
    for (const [host, address] of this.#addresses) {
      changed = changed.replaceAll(`https://${host}`, `http://${address}`).replaceAll(host, address)
    }
    return changed
  }
}
