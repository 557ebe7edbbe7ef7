import { join } from 'node:path'
import { runProgram } from '../run-program.ts'
import type { Hosts } from './hosts.ts'
import type { Sandbox } from './sandbox.ts'
import { serveFolder } from './serve-folder.ts'

export interface Preparations extends AsyncDisposable {
  /** Does what a comment of a page asks for, in the folder that the page is at. */
  prepare(this: void, words: readonly string[], folder: string): Promise<void>
}

/** `release VERSION API`, `git NAME` (an empty repository on the git host) and `serve FOLDER at HOST`. */
export function createPreparations(
  sandbox: Sandbox,
  hosts: Hosts,
  release: (version: string, pluginApi: string) => Promise<void>,
): Preparations {
  const servers = new AsyncDisposableStack()
  const actions: Readonly<Record<string, (rest: readonly string[], folder: string) => unknown>> = {
    release: ([version = '', pluginApi = '']) => release(version, pluginApi),
    git: ([name = '']) =>
      runProgram('git', ['init', '--quiet', '--bare', sandbox.gitFolder(name)], {
        env: sandbox.env,
      }),
    async serve([name = '', , host = ''], folder) {
      const server = servers.use(await serveFolder(join(folder, name)))
      hosts.set(host, `127.0.0.1:${server.port}`)
    },
  }
  return {
    async prepare([verb = '', ...rest], folder) {
      const action = actions[verb]
      if (!action)
        throw new Error(`a page asks for '${verb}'; there are ${Object.keys(actions).join(', ')}`)
      await action(rest, folder)
    },
    [Symbol.asyncDispose]: () => servers.disposeAsync(),
  }
}
