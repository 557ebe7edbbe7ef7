import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './root.ts'

export interface ToolResult {
  readonly ok: boolean
  /** Standard output and error in the order in which they were written. */
  readonly output: string
}

/** Runs a JavaScript or TypeScript file (path from the repository's root) on this Node.js, in the root. */
export function runTool(file: string, args: readonly string[]): Promise<ToolResult> {
  // Our own scripts import our packages, which resolve to their sources by this condition.
  const conditions = file.endsWith('.ts') ? ['--conditions=source'] : []
  const child = spawn(process.execPath, [...conditions, join(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trimEnd() }))
  })
}
