import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A machine's worth of settings in a temporary folder: nobody's npm or git configuration reaches into it. */
export interface Sandbox extends Disposable {
  /** Absolute; `home` and `work` are below it. */
  readonly folder: string
  readonly home: string
  /** A new empty folder. */
  emptyFolder(name: string): string
  /** Where a repository of the host git.my-space.example is. */
  gitFolder(name: string): string
  readonly env: NodeJS.ProcessEnv
}

/** @param npmCache the folder with npm's downloads, which the sandbox shares */
export function createSandbox(npmCache: string, keep: boolean): Sandbox {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-walkthrough-')))
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(join(home, '.gitconfig'), gitConfig(folder))
  return {
    folder,
    home,
    env: sandboxEnvironment(home, npmCache),
    emptyFolder(name) {
      const path = join(folder, 'work', name)
      mkdirSync(path, { recursive: true })
      return path
    },
    gitFolder: (name) => join(folder, 'git', name),
    [Symbol.dispose]() {
      if (keep) console.log(`kept: ${folder}`)
      else rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A person, and their company's git host as folders below `folder`. */
function gitConfig(folder: string): string {
  return `[user]
\tname = Ann
\temail = ann@my-space.example
[init]
\tdefaultBranch = main
[url "file://${folder}/git/"]
\tinsteadOf = https://git.my-space.example/
`
}

/** This process's environment without what npm and the user's settings put there. */
function sandboxEnvironment(home: string, npmCache: string): NodeJS.ProcessEnv {
  const foreign =
    /^(npm_.*|XDG_.*|GIT_.*|NODE|NODE_(OPTIONS|COMPILE_CACHE|PATH)|INIT_CWD|PLUGINS_CONFIG_FILE)$/i
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  const ofThisRepository = /node_modules[/\\]\.bin$|node-gyp-bin$/
  const path = (process.env['PATH'] ?? '').split(delimiter)
  return {
    ...Object.fromEntries(kept),
    PATH: path.filter((one) => !ofThisRepository.test(one)).join(delimiter),
    HOME: home,
    USERPROFILE: home,
    npm_config_cache: npmCache,
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_update_notifier: 'false',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
  }
}
