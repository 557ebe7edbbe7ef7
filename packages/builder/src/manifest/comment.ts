import type { Problem } from './findings.ts'
import { show } from './show.ts'

/** Where in a value a comment in the style of other languages begins. Addresses have no blank before their slashes. */
export function commentIn(text: string): number | undefined {
  const match = /^\/\/(?=\s|$)|(?<=\s)\/\//.exec(text)
  return match?.index
}

/** The same in a line that is not valid YAML, where `key: //address` is none. */
export function commentInLine(line: string): number | undefined {
  const match = /(?<=^\s*)\/\/(?=\s|$)|(?<=[^\s:,[{-]\s+)\/\//.exec(line)
  return match?.index
}

export function commentProblem(comment: string): Problem {
  return {
    code: 'MANIFEST_COMMENT',
    message: `found ${show(comment.trim())}, which is no comment in YAML; expected "#" before a comment`,
    hint: 'YAML comments begin with #: write # in place of //, or remove the text.',
  }
}
