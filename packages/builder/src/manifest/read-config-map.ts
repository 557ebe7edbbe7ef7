import type { Secrets } from '@sluice/runtime'
import type { Place } from '../finding.ts'
import type { Findings, Problem } from './findings.ts'
import { type MapEntry, settingOf } from './node.ts'
import type { SettingMap } from './setting-map.ts'
import { show } from './show.ts'

type ConfigName = 'npm_config' | 'git_config'

const credentialKey = /_(?:authToken|auth|password)$/
/** User and password, or a token in their place, of an address. */
const userinfo = /\bhttps?:\/\/([^\s/?#]+)@/g
const gitKey = /^[a-z\d-]+(?:\.[^\n\0]*)?\.[a-z][a-z\d-]*$/i
const builderDecides = new Set([
  'cache',
  'global',
  'globalconfig',
  'ignore-scripts',
  'location',
  'prefix',
  'userconfig',
])

/** Reads npm's or git's settings: references in keys and values become what they stand for. */
export function readConfigMap(
  name: ConfigName,
  entries: readonly MapEntry[],
  target: SettingMap,
  secrets: Secrets,
  findings: Findings,
): void {
  for (const entry of entries) {
    const written = settingOf(entry.value, `a value of project.${name}`, findings)
    const key = resolve(entry.key, entry.place, secrets, findings)
    if (written === undefined || key === undefined) continue
    const value = resolve(written, entry.value.place, secrets, findings)
    if (value === undefined) continue
    const problem =
      name === 'npm_config' ? checkNpmSetting(key, value) : checkGitSetting(key, value)
    if (problem !== undefined) {
      findings.error(problem.inValue ? entry.value.place : entry.place, problem)
      continue
    }
    rememberCredentials(key, value, secrets)
    for (const [node, text, isCredential] of [
      [entry, entry.key, false],
      [entry.value, written, credentialKey.test(key)],
    ] as const) {
      if (isLiteral(text, isCredential)) findings.warning(node.place, literalCredential(name))
    }
    target.add(key, value, entry.place)
  }
}

function resolve(
  written: string,
  place: Place,
  secrets: Secrets,
  findings: Findings,
): string | undefined {
  const { text, problems } = secrets.resolve(written)
  for (const problem of problems) findings.error(place, problem)
  return problems.length === 0 ? text : undefined
}

interface SettingProblem extends Problem {
  readonly inValue: boolean
}

function checkNpmSetting(key: string, value: string): SettingProblem | undefined {
  const name = key.toLowerCase().replaceAll('_', '-')
  if (builderDecides.has(name)) {
    return {
      inValue: false,
      code: 'MANIFEST_NPM_CONFIG',
      message: `project.npm_config sets ${show(key)}, which the build itself decides; expected other settings`,
      hint: 'Remove it.',
    }
  }
  return unprintable('npm_config', key, value, /\0/)
}

/** Keys and values of git's settings may hold a token, so messages show neither. */
function checkGitSetting(key: string, value: string): SettingProblem | undefined {
  if (gitKey.test(key)) return unprintable('git_config', key, value, /[\0\r\n]/)
  return {
    inValue: false,
    code: 'MANIFEST_GIT_CONFIG',
    message: 'a key of project.git_config is no git setting; expected section.name',
    hint: 'Write a key such as url.<base>.insteadOf or http.proxy.',
  }
}

function unprintable(
  name: ConfigName,
  key: string,
  value: string,
  refused: RegExp,
): SettingProblem | undefined {
  const inValue = !/[\0\r\n]/.test(key)
  if (inValue && !refused.test(value)) return undefined
  return {
    inValue,
    code: name === 'npm_config' ? 'MANIFEST_NPM_CONFIG' : 'MANIFEST_GIT_CONFIG',
    message: `a ${inValue ? 'value' : 'key'} of project.${name} holds a line break or NUL; expected one line`,
    hint: 'Remove the line break; a secret file may end in one, but hold no other.',
  }
}

/** Also those that no reference stands for. */
function rememberCredentials(key: string, value: string, secrets: Secrets): void {
  if (credentialKey.test(key)) secrets.remember(value)
  for (const found of [key, value].flatMap(userinfoOf)) {
    secrets.remember(found)
    secrets.remember(found.slice(found.indexOf(':') + 1))
  }
}

/** Whether the manifest itself holds a credential in this key or value. */
function isLiteral(written: string, isCredential: boolean): boolean {
  const parts = isCredential ? [written] : userinfoOf(written)
  return parts.some((part) => part !== '' && !/\$\{(?:env|file):/.test(part))
}

/** What stands before the @ of addresses; `git` is the name everybody uses there. */
function userinfoOf(text: string): readonly string[] {
  return [...text.matchAll(userinfo)].flatMap(([, found = '']) => (found === 'git' ? [] : [found]))
}

function literalCredential(name: ConfigName): Problem {
  return {
    code: 'MANIFEST_CREDENTIAL_LITERAL',
    message: `a setting of project.${name} holds a credential in the manifest itself; expected a reference`,
    hint: 'Put it into an environment variable and write ${env:NAME}.',
  }
}
