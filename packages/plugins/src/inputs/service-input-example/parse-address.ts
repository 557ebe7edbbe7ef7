import { ConfigError } from '@sluice/plugin'

export interface Address {
  readonly host: string
  readonly port: number
}

const LARGEST_PORT = 65_535

/** `host:port`, `[IPv6 address]:port` or `:port`, which means 127.0.0.1. */
export function parseAddress(text: string): Address {
  const found = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(text)
  const port = Number(found?.[3])
  if (found === null || port > LARGEST_PORT) {
    throw new ConfigError(
      ['Address'],
      `'${text}' is not an address to listen on`,
      "write 'host:port', such as '127.0.0.1:19000' or '[::1]:19000'",
    )
  }
  return { host: found[1] ?? (found[2] || '127.0.0.1'), port }
}
