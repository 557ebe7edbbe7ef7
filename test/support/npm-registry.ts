import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { packTree, type Tree } from './pack-tree.ts'

interface Release {
  /** Its package.json, and where its tarball is. */
  readonly manifest: Readonly<Record<string, unknown>>
  readonly tarball: Buffer
}

interface Package {
  readonly releases: Map<string, Release>
  readonly tags: Map<string, string>
}

/** An npm registry on a loopback port of its own that keeps everything in memory. */
export class NpmRegistry {
  /** What has been asked for: `GET /@acme%2fplugins`. */
  readonly requests: string[] = []
  readonly #packages = new Map<string, Package>()
  readonly #server: Server
  readonly #token: string | undefined

  private constructor(token: string | undefined) {
    this.#token = token
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  /** With a token, whoever does not bring it gets a 401. */
  static async start({ token }: { readonly token?: string } = {}): Promise<NpmRegistry> {
    const registry = new NpmRegistry(token)
    registry.#server.listen(0, '127.0.0.1')
    await once(registry.#server, 'listening')
    return registry
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** Host and port, as npm's settings for one registry begin: `//host/:_authToken`. */
  get host(): string {
    const { port } = this.#server.address() as AddressInfo
    return `127.0.0.1:${port}`
  }

  get url(): string {
    return `http://${this.host}/`
  }

  /** Adds a version with these files, among them its package.json; it becomes `latest`. */
  publish(files: Tree): void {
    const manifest = JSON.parse(String(files['package.json'])) as Record<string, unknown>
    const { name, version } = manifest as { readonly name: string; readonly version: string }
    const tarball = packTree(files)
    const known = this.#packages.get(name) ?? { releases: new Map(), tags: new Map() }
    this.#packages.set(name, known)
    known.releases.set(version, {
      manifest: {
        ...manifest,
        dist: {
          tarball: this.tarballUrl(name, version),
          integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        },
      },
      tarball,
    })
    known.tags.set('latest', version)
  }

  /** Points a tag at a version. */
  tag(name: string, tag: string, version: string): void {
    this.#packages.get(name)?.tags.set(tag, version)
  }

  tarballUrl(name: string, version: string): string {
    return `${this.url}${name}/-/${name.split('/').at(-1)}-${version}.tgz`
  }

  #answer({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${method} ${url}`)
    if (this.#token !== undefined && headers.authorization !== `Bearer ${this.#token}`) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('{"error":"who are you?"}')
      return
    }
    const [, name = '', file] = /^\/((?:@[^/]+\/)?[^/]+)(?:\/-\/(.+))?$/.exec(pathOf(url)) ?? []
    const found = this.#packages.get(name)
    const tarball = file === undefined ? undefined : tarballIn(found, file)
    if (tarball !== undefined) response.end(tarball)
    else if (found === undefined || file !== undefined) response.writeHead(404).end('{}')
    else response.setHeader('content-type', 'application/json').end(packument(name, found))
  }
}

function pathOf(url: string): string {
  return decodeURIComponent(url.split('?')[0] ?? '')
}

function tarballIn(found: Package | undefined, file: string): Buffer | undefined {
  const releases = [...(found?.releases ?? [])]
  return releases.find(([version]) => file.endsWith(`-${version}.tgz`))?.[1].tarball
}

function packument(name: string, { releases, tags }: Package): string {
  return JSON.stringify({
    name,
    'dist-tags': Object.fromEntries(tags),
    versions: Object.fromEntries([...releases].map(([key, { manifest }]) => [key, manifest])),
  })
}
