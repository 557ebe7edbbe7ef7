import { fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { redact } from '../redact.ts'
import type { InstallMessage, InstallProblem, InstallRequest, ResolvedPackage } from './messages.ts'

const PROCESS = new URL(`./install-process${extname(import.meta.url)}`, import.meta.url)
/** Of what the process prints, which is only shown when it fails. */
const MOST_OUTPUT = 16 * 1024

export interface Installation {
  readonly packages: readonly ResolvedPackage[]
  /** What package-lock.json did not hold before, in words. */
  readonly changes: readonly string[]
}

export interface InstallOptions extends InstallRequest {
  /** Settings for git, for the installing process alone. */
  readonly gitConfig: ReadonlyMap<string, string>
  /** Sees the tree before anything is written; what it throws ends the installation. */
  readonly check: (packages: readonly ResolvedPackage[]) => void
}

/** The packages cannot be installed, for these reasons; node_modules and package-lock.json are as they were. */
export class InstallRefused extends Error {
  readonly problems: readonly InstallProblem[]

  constructor(problems: readonly InstallProblem[]) {
    super(problems.map(({ message }) => message).join('\n'))
    this.problems = problems
  }
}

/** Brings node_modules and package-lock.json in line with package.json. Rejects with `InstallRefused`. */
export async function installPackages(options: InstallOptions): Promise<Installation> {
  const { check, gitConfig, ...request } = options
  const child = fork(fileURLToPath(PROCESS), [], {
    cwd: request.root,
    env: { ...process.env, ...gitEnvironment(gitConfig) },
    execArgv: process.execArgv.filter((arg) => arg.startsWith('--conditions=')),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-MOST_OUTPUT)
    })
  }
  child.send(request)
  let packages: readonly ResolvedPackage[] = []
  let changes: readonly string[] | undefined
  let refusal: Error | undefined
  child.on('message', (message: InstallMessage) => {
    if (message.type === 'problems') refusal = new InstallRefused(message.problems)
    if (message.type === 'installed') changes = message.changes
    if (message.type === 'resolved') {
      packages = message.packages
      try {
        check(packages)
        child.send('install')
      } catch (error) {
        refusal = error as Error
        child.kill()
      }
    }
  })
  await once(child, 'close')
  if (refusal !== undefined) throw refusal
  if (changes === undefined) {
    const said = redact(output.trim(), request.secrets)
    throw new Error(`the installing process ended early: ${said}`)
  }
  return { packages, changes }
}

/** Configuration of git by its environment (git-config, "GIT_CONFIG_COUNT"): the user's files stay as they are. */
function gitEnvironment(config: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const first = Number(process.env['GIT_CONFIG_COUNT'] ?? 0)
  const pairs = [...config].flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, key],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ])
  return {
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: String(first + config.size),
    ...(Object.fromEntries(pairs) as Record<string, string>),
  }
}
