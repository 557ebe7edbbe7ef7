import { packTree, type Tree } from '../../support/pack-tree.ts'
import { NpmRegistry } from '../../support/npm-registry.ts'
import { GitServer } from './git-server.ts'
import { pluginApi, pluginPackage } from './plugin-package.ts'

/** What would give a credential away when it shows up somewhere. */
export const canary = {
  acme: 'canary-acme-0a1b2c3d4e5f',
  other: 'canary-other-6a7b8c9d0e1f',
  git: 'canary-git-1f2e3d4c5b6a',
} as const

/** Everywhere a plugin can come from, each with a package of its own. */
export class Sources {
  readonly open: NpmRegistry
  readonly acme: NpmRegistry
  readonly other: NpmRegistry
  readonly git: GitServer
  /** Of what the two git repositories hold. */
  readonly commits: { readonly file: string; readonly http: string }

  private constructor(open: NpmRegistry, acme: NpmRegistry, other: NpmRegistry, git: GitServer) {
    this.open = open
    this.acme = acme
    this.other = other
    this.git = git
    open.publish(pluginApi())
    open.publish(pluginPackage('tarred', '1.0.0'))
    acme.publish(pluginPackage('@acme/one', '1.0.0'))
    acme.publish(pluginPackage('@acme/two', '1.0.0'))
    other.publish(pluginPackage('@other/three', '1.0.0'))
    this.commits = {
      file: git.commit('files', 'v1.0.0', pluginPackage('@acme/files', '1.0.0')),
      http: git.commit('served', 'v1.0.0', pluginPackage('@acme/served', '1.0.0')),
    }
  }

  static async start(): Promise<Sources> {
    const [open, acme, other, git] = await Promise.all([
      NpmRegistry.start(),
      NpmRegistry.start({ token: canary.acme }),
      NpmRegistry.start({ token: canary.other }),
      GitServer.start(canary.git),
    ])
    return new Sources(open, acme, other, git)
  }

  async close(): Promise<void> {
    await Promise.all([this.open, this.acme, this.other, this.git].map((each) => each.close()))
  }

  /** How often any of them was asked for something. */
  get requests(): number {
    return [this.open, this.acme, this.other, this.git].flatMap((each) => each.requests).length
  }

  /** What the tokens are given in. */
  readonly environment = {
    ACME_TOKEN: canary.acme,
    OTHER_TOKEN: canary.other,
    GIT_TOKEN: canary.git,
  }

  /** The files of a repository that lists a plugin of each source, and one built-in. */
  files(): Tree {
    return {
      '.npmrc': this.npmrc(),
      'plugins.yml': `plugins: {common: [{import: '@sluice/plugins/flusher_stdout'}]}\n`,
      'external_plugins.yml': `plugins:
  common:
    - package: '@acme/one@^1.0.0'
    - package: '@acme/two@^1.0.0'
    - package: '@other/three@^1.0.0'
    - package: '@acme/files@${this.git.fileUrl('files')}#v1.0.0'
    - package: '@acme/served@git+https://git.acme.example/served/.git#v1.0.0'
    - package: '@acme/vendored@file:vendor/vendored.tgz'
    - package: 'tarred@${this.open.tarballUrl('tarred', '1.0.0')}'
    - path: ./local
${this.project()}`,
      'vendor/vendored.tgz': packTree(pluginPackage('@acme/vendored', '1.0.0')),
      ...Object.fromEntries(
        Object.entries(pluginPackage('@acme/local', '0.0.1')).map(([path, content]) => [
          `local/${path}`,
          content,
        ]),
      ),
    }
  }

  /** One registry by .npmrc. */
  npmrc(): string {
    return `registry=${this.open.url}
@acme:registry=${this.acme.url}
//${this.acme.host}/:_authToken=\${ACME_TOKEN}
`
  }

  /** Another registry, and git, by the manifest. */
  project(): string {
    return `project:
  npm_config:
    '@other:registry': '${this.other.url}'
    '//${this.other.host}/:_authToken': '\${env:OTHER_TOKEN}'
  git_config:
    'url.http://builder:\${env:GIT_TOKEN}@${this.git.host}/.insteadOf': 'https://git.acme.example/'
`
  }
}
