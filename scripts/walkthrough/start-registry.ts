import { spawn } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT`; npm takes `localhost:PORT` for another registry, with credentials of its own. */
  readonly port: number
  /** Makes a user; resolves with a token of theirs. */
  addUser(name: string): Promise<string>
}

const READY_TRIES = 150
const TRY_MS = 100
const privateScopes = ['@sluice/*', 'sluice', '@my-space/*']

/**
 * Starts verdaccio on a free port of the loopback interface. Our packages and those of @my-space are only for users;
 * everything else comes from `upstream`.
 */
export async function startRegistry(
  entry: string,
  folder: string,
  upstream: string,
): Promise<Registry> {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify(configuration(folder, upstream)))
  const log = openSync(join(folder, 'log'), 'w')
  const address = `127.0.0.1:${port}`
  const server = spawn(process.execPath, [entry, '--config', config, '--listen', address], {
    stdio: ['ignore', log, log],
  })
  const ended = new Promise((resolve) => server.on('close', resolve))
  const isUp = (): Promise<boolean> =>
    fetch(`http://${address}/-/ping`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (let tries = 0; !(await isUp()); tries++) {
    if (tries === READY_TRIES || server.exitCode !== null) {
      server.kill()
      throw new Error(`verdaccio does not start: see ${join(folder, 'log')}`)
    }
    await sleep(TRY_MS)
  }
  return {
    port,
    addUser: (name) => addUser(`http://${address}`, name),
    async [Symbol.asyncDispose]() {
      // Asked politely it waits for idle connections, and what it holds is thrown away.
      server.kill('SIGKILL')
      await ended
    },
  }
}

function configuration(folder: string, upstream: string): object {
  const forUsers = { access: '$authenticated', publish: '$authenticated' }
  return {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: 10 } },
    // Signed tokens: the other kind hashes the password at every request.
    security: { api: { jwt: { sign: { expiresIn: '1d' } } } },
    uplinks: { upstream: { url: upstream, maxage: '60m' } },
    packages: {
      ...Object.fromEntries(privateScopes.map((scope) => [scope, forUsers])),
      '**': { access: '$all', proxy: 'upstream' },
    },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  }
}

async function addUser(address: string, name: string): Promise<string> {
  const response = await fetch(`${address}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  })
  const { token, error } = (await response.json()) as { token?: string; error?: string }
  if (token === undefined) throw new Error(`verdaccio makes no user ${name}: ${error}`)
  return token
}
