import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Tree } from '../../support/pack-tree.ts'
import { cleanEnvironment, writeTree } from './repository.ts'

/** Git repositories, reachable as files and, for who knows the token, over HTTP on a loopback port. */
export class GitServer {
  readonly requests: string[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'sluice-git-'))
  readonly #server: Server

  private constructor(token: string) {
    const credentials = `Basic ${Buffer.from(`builder:${token}`).toString('base64')}`
    this.#server = createServer(({ url = '', headers }, response) => {
      this.requests.push(url)
      if (headers.authorization !== credentials) {
        response.writeHead(401, { 'www-authenticate': 'Basic' }).end()
        return
      }
      // Git's protocol for servers that only hand out files.
      const file = join(this.#folder, new URL(url, 'http://host').pathname)
      if (existsSync(file) && statSync(file).isFile()) createReadStream(file).pipe(response)
      else response.writeHead(404).end()
    })
  }

  static async start(token: string): Promise<GitServer> {
    const server = new GitServer(token)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  /** Host and port. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
    rmSync(this.#folder, { recursive: true })
  }

  /** Commits these files to a repository, which is made when there is none, and tags them. Gives the commit. */
  commit(name: string, tag: string, files: Tree): string {
    const directory = join(this.#folder, name)
    if (!existsSync(directory)) this.#git('init', '--quiet', directory)
    writeTree(directory, files)
    const git = (...args: readonly string[]) => this.#git('-C', directory, ...args)
    git('add', '--all')
    git('commit', '--quiet', '--message', tag)
    git('tag', tag)
    git('update-server-info')
    return git('rev-parse', 'HEAD').trim()
  }

  fileUrl(name: string): string {
    return `git+file://${join(this.#folder, name)}`
  }

  #git(...args: readonly string[]): string {
    const env = {
      ...cleanEnvironment(),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap((who) => [
          [`GIT_${who}_NAME`, 'Ann'],
          [`GIT_${who}_EMAIL`, 'ann@acme.example'],
        ]),
      ),
    }
    return execFileSync('git', args, { env, encoding: 'utf8' })
  }
}
