import parsePackage from 'npm-package-arg'
import { refuseCredential } from './address-credential.ts'
import type { Findings, Problem } from './findings.ts'
import { type MapEntry, settingOf } from './node.ts'
import type { SettingMap } from './setting-map.ts'
import { show } from './show.ts'

const mostCharacters = 2000

/** Reads npm's overrides, from the name of a package (and a range of it) to the version to use. */
export function readOverrides(
  entries: readonly MapEntry[],
  target: SettingMap,
  findings: Findings,
): void {
  for (const { key, place, value } of entries) {
    const version = settingOf(value, 'a value of project.overrides', findings)
    if (version === undefined) continue
    const credential = refuseCredential('override', version)
    if (credential !== undefined) findings.error(value.place, credential)
    else if (!isPackage(key)) findings.error(place, invalid('key', key, 'the name of a package'))
    else if (!isVersion(version))
      findings.error(value.place, invalid('value', version, 'a version'))
    else target.add(key, version, place)
  }
}

function isPackage(text: string): boolean {
  return nameIn(text) !== undefined
}

/** `$name` stands for the version that package.json gives for that package. */
function isVersion(text: string): boolean {
  return text.startsWith('$') ? isPackage(text.slice(1)) : text !== '' && isPackage(`name@${text}`)
}

function nameIn(text: string): string | undefined {
  if (text.length > mostCharacters) return undefined
  try {
    return parsePackage(text).name
  } catch {
    return undefined
  }
}

function invalid(part: string, text: string, expected: string): Problem {
  return {
    code: 'MANIFEST_OVERRIDE',
    message: `the ${part} ${show(text)} of project.overrides is not valid; expected ${expected}`,
    hint: "Write overrides: {'some-package': '1.2.3'}",
  }
}
