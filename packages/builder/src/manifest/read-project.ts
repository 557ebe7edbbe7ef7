import type { Secrets } from '@sluice/runtime'
import { readConfigMap } from './read-config-map.ts'
import type { Findings } from './findings.ts'
import { knownEntries } from './keys.ts'
import { mapEntries, type Node } from './node.ts'
import { explainOldProjectKey } from './old-keys.ts'
import { readOverrides } from './read-overrides.ts'
import { SettingMap } from './setting-map.ts'

/** The settings of `project`, collected from all manifests. */
export class ProjectSettings {
  readonly overrides: SettingMap
  readonly npmConfig: SettingMap
  readonly gitConfig: SettingMap

  constructor(findings: Findings) {
    this.overrides = new SettingMap('overrides', findings)
    this.npmConfig = new SettingMap('npm_config', findings)
    this.gitConfig = new SettingMap('git_config', findings)
  }
}

/** Adds what `project` of one manifest says to the settings. */
export function readProject(
  node: Node,
  settings: ProjectSettings,
  secrets: Secrets,
  findings: Findings,
): void {
  const keys = knownEntries(
    mapEntries(node, 'project', findings),
    'project',
    ['overrides', 'npm_config', 'git_config'],
    findings,
    explainOldProjectKey,
  )
  for (const [key, { value }] of keys) {
    const entries = mapEntries(value, `project.${key}`, findings)
    if (key === 'overrides') readOverrides(entries, settings.overrides, findings)
    else {
      const target = key === 'npm_config' ? settings.npmConfig : settings.gitConfig
      readConfigMap(key, entries, target, secrets, findings)
    }
  }
}
