import { relative } from 'node:path'
import type { BuildReport } from '@sluice/builder'
import { formatTable } from '../plugins/format-table.ts'

/** What is in the build, from where, at which version; and how it is started. */
export function summary(report: BuildReport, seconds: number): string {
  const { name, version, core, target, plugins, changes, files, bytes, sha256 } = report
  const directory = relative('', report.directory)
  const own = plugins.filter(({ origin }) => origin !== '@sluice/plugins')
  const builtins = plugins.length - own.length
  const rows = [
    ['PLUGIN', 'KIND', 'FROM', 'MANIFEST'],
    ...own.map(({ type, kind, origin, manifest }) => [type, kind, origin, manifest]),
    ['built-in plugins', `${builtins} of ${core.builtins.length}`, `sluice@${core.version}`, ''],
  ]
  return [
    `\n${name} ${version} for ${target.os} ${target.cpu}: sluice ${core.version}, plugin API ${core.api}\n\n`,
    formatTable(rows, '  '),
    changes.length === 0
      ? ''
      : `\npackage-lock.json:\n${changes.map((each) => `  ${each}\n`).join('')}`,
    `\n${directory}/: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, sha256 ${sha256}, in ${seconds.toFixed(1)} s\n`,
    `run it: ${directory}/${target.os === 'windows' ? 'sluice.cmd' : 'sluice'} run pipeline.yaml\n`,
  ].join('')
}
