import { spawn } from 'node:child_process'

export interface ProgramOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

export interface ProgramOutput {
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end. Rejects, with what it printed, unless it exits with 0. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramOutput> {
  const child = spawn(program, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    // On Windows npm is a command file, which only the shell starts.
    shell: process.platform === 'win32',
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else {
        const command = [program, ...args].join(' ')
        reject(new Error(`${command} ended with ${code}:\n${output.stdout}${output.stderr}`.trim()))
      }
    })
  })
}
