import type { Place } from '../finding.ts'
import type { Findings } from './findings.ts'
import { showPlace } from './show.ts'

/** One of the maps below `project`, collected from all manifests. */
export class SettingMap {
  readonly #name: string
  readonly #findings: Findings
  readonly #settings = new Map<string, { readonly value: string; readonly place: Place }>()

  constructor(name: string, findings: Findings) {
    this.#name = name
    this.#findings = findings
  }

  /** Two manifests may repeat a setting, but not contradict each other. */
  add(key: string, value: string, place: Place): void {
    const first = this.#settings.get(key)
    if (first === undefined) this.#settings.set(key, { value, place })
    else if (first.value !== value) {
      this.#findings.error(place, {
        code: 'MANIFEST_SETTING_DIFFERS',
        // A key of git_config may hold a token.
        message: `project.${this.#name} gives a setting another value than ${showPlace(first.place)}; expected one value`,
        hint: 'Remove one of them, or make them equal.',
      })
    }
  }

  get values(): ReadonlyMap<string, string> {
    return new Map([...this.#settings].map(([key, { value }]) => [key, value]))
  }
}
