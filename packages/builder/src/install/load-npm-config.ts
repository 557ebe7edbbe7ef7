import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import Config from '@npmcli/config'
import parts from '@npmcli/config/lib/definitions/index.js'

export interface NpmConfig {
  /** As npm's libraries take them. */
  readonly options: Readonly<Record<string, unknown>>
  /** Values that are never to be printed. */
  readonly secrets: readonly string[]
}

const CREDENTIAL = /(_authToken|_auth|_password)$/i

/**
 * A registry that refuses connections is reported in under two seconds, not after npm's 70, unless the settings ask for
 * more patience.
 */
const RETRIES: Readonly<Record<string, readonly [option: string, value: number]>> = {
  'fetch-retry-mintimeout': ['minTimeout', 100],
  'fetch-retry-factor': ['factor', 2],
}

/** The npm settings of a repository: its .npmrc, the user's, the environment, and over them those of the manifest. */
export async function loadNpmConfig(
  root: string,
  overrides: Readonly<Record<string, string>>,
): Promise<NpmConfig> {
  const config = new Config({
    ...parts,
    npmPath: dirname(createRequire(import.meta.url).resolve('@npmcli/config/package.json')),
    argv: [
      process.execPath,
      'npm',
      ...Object.entries(overrides).map(([key, value]) => `--${key}=${value}`),
    ],
    cwd: root,
    warn: false,
  })
  await config.load()
  const retries = Object.entries(RETRIES).filter(([key]) => config.isDefault(key))
  const retry = Object.fromEntries(retries.map(([, entry]) => entry))
  return {
    options: { ...config.flat, retry: { ...config.flat.retry, ...retry } },
    secrets: [...config.data.values()].flatMap(({ data }) =>
      Object.entries(data).flatMap(([key, value]) =>
        CREDENTIAL.test(key) && typeof value === 'string' ? [value] : [],
      ),
    ),
  }
}
