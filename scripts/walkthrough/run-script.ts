import { spawn } from 'node:child_process'

export interface ScriptResult {
  readonly exit: number
  /** Standard output and error, in the order in which they were written. */
  readonly output: string
  /** Where the shell ended. */
  readonly folder: string
}

const LONGEST_MS = 300_000

/** Runs commands in one `sh -e`. A shell that takes too long is ended, with all it started. */
export function runScript(
  script: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<ScriptResult> {
  const child = spawn('sh', ['-e', '-c', `exec 2>&1\n${script}\npwd -P >&3`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    detached: true,
  })
  const texts = ['', '']
  for (const [at, stream] of [child.stdout, child.stdio[3]].entries()) {
    stream?.on('data', (bytes: Buffer) => {
      texts[at] += bytes.toString()
    })
  }
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), LONGEST_MS)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      const [output, last] = texts as [string, string]
      resolve({ exit: code ?? -1, output, folder: last.trim() || folder })
    })
  })
}
