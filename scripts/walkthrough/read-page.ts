/** A block of a page that is run, written or compared; `line` is where its fence opens, counted from 1. */
export type Step =
  | { readonly kind: 'run'; readonly line: number; readonly script: string; readonly exit: number }
  | { readonly kind: 'write'; readonly line: number; readonly path: string; readonly text: string }
  | { readonly kind: 'expect'; readonly line: number; readonly lines: readonly string[] }
  /** What a person does by other means: `<!-- walkthrough: WORDS… -->`. */
  | { readonly kind: 'prepare'; readonly line: number; readonly words: readonly string[] }

const comment = /^<!-- walkthrough: (.*) -->$/
const fence = /^```(\S+)(?: (\S+))?$/

/**
 * The steps of a Markdown page, in order: blocks marked `sh` are commands, `LANGUAGE PATH` files, and `text` right after
 * an `sh` block lines of its output, each such block from the beginning. `<!-- walkthrough: fails 2 -->` says with what
 * the next commands exit. Throws on a block that would be shown but not tried.
 */
export function readPage(text: string): readonly Step[] {
  const lines = text.split('\n')
  const steps: Step[] = []
  let exit = 0
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    const words = comment.exec(lines[at]!)?.[1]?.split(/\s+/)
    if (words?.[0] === 'fails') exit = Number(words[1])
    else if (words) steps.push({ kind: 'prepare', line, words })
    if (!lines[at]!.startsWith('```')) continue

    const end = lines.indexOf('```', at + 1)
    if (end < 0) throw new Error(`${line}: this block is never closed`)
    const body = lines.slice(at + 1, end)
    const [, language, path] = fence.exec(lines[at]!) ?? []
    steps.push(readBlock(language, path, body, { line, exit, previous: steps.at(-1)?.kind }))
    if (language === 'sh') exit = 0
    at = end
  }
  return steps
}

function readBlock(
  language: string | undefined,
  path: string | undefined,
  body: readonly string[],
  { line, exit, previous }: { line: number; exit: number; previous: Step['kind'] | undefined },
): Step {
  if (path !== undefined) return { kind: 'write', line, path, text: `${body.join('\n')}\n` }
  if (language === 'sh') return { kind: 'run', line, script: body.join('\n'), exit }
  if (language === 'text' && (previous === 'run' || previous === 'expect'))
    return { kind: 'expect', line, lines: body }
  throw new Error(
    `${line}: nothing tries this block: it has to be 'sh', 'LANGUAGE PATH', or 'text' after an 'sh' block`,
  )
}
