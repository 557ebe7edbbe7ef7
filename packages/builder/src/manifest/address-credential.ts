import type { Problem } from './findings.ts'
import { show } from './show.ts'

const shortcut = /\b(github|gitlab|bitbucket|gist|sourcehut):[^\s/#]*@/i
/** A user of ssh without a password is none: it says nothing that has to be kept. */
const forms = [/\bhttps?:\/\/[^\s/?#]*@/i, /\/\/[^\s/?#]*:[^\s/?#]*@/, shortcut]

/** Refuses an address of a package that holds a credential: package.json, the lock and the artifact would get it. */
export function refuseCredential(what: string, text: string): Problem | undefined {
  if (!forms.some((form) => form.test(text))) return undefined
  return {
    code: 'MANIFEST_CREDENTIAL',
    message: `${what} ${show(text.replace(shortcut, '$1:***@'))} holds a user or password; expected an address without them`,
    hint: 'Give them in project.npm_config or project.git_config, as ${env:NAME}.',
  }
}
