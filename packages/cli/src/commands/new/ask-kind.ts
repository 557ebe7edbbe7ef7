import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { UsageError } from '../../host/usage-error.ts'
import { type KindChoice, KINDS } from './plugin-kinds.ts'

const MOST_ANSWERS = 3

/** Asks which kind of plugin it shall be. Rejects with a `UsageError` when no answer of a few names one. */
export async function askKind(input: Readable, output: Writable): Promise<KindChoice> {
  const rows = KINDS.map(({ kind, summary }, index) => {
    return `  ${index + 1}  ${kind.padEnd(13)}  ${summary}\n`
  })
  const lines = createInterface({ input, output, prompt: `Number [1-${KINDS.length}]: ` })
  let isOpen = true
  lines.on('close', () => (isOpen = false))
  try {
    output.write(`Which kind of plugin?\n\n${rows.join('')}\n`)
    lines.prompt()
    let answers = 0
    for await (const line of lines) {
      const answer = line.trim()
      const chosen = KINDS[Number(answer) - 1] ?? KINDS.find(({ kind }) => kind === answer)
      if (chosen !== undefined) return chosen
      if (++answers === MOST_ANSWERS) break
      if (isOpen) lines.prompt()
    }
  } finally {
    lines.close()
  }
  throw noKind()
}

/** Says that a kind has to be chosen, and from what. */
export function noKind(): UsageError {
  const kinds = KINDS.map(({ kind }) => kind).join(', ')
  return new UsageError('no kind of plugin was chosen', `Add --kind with one of: ${kinds}.`)
}
