import { tmpdir } from 'node:os'
import {
  createDataPlane,
  createLogger,
  DataHost,
  type Diagnostic,
  formatDiagnostic,
  loadConfigs,
  systemClock,
} from '@sluice/runtime'
import type { Distribution } from '../../host/distribution.ts'
import { EXIT_CONFIGURATION } from '../../host/exit-code.ts'
import { explanationText, LEGEND } from './explanation-text.ts'
import { loadPlugins } from '../../plugins/load-plugins.ts'

export interface ValidateOptions {
  readonly plugin: readonly string[]
  readonly strict?: boolean
  readonly explain?: boolean
}

/** Checks pipelines as `run` would, down to each plugin's `setup`, in a host that is never started. */
export async function validate(
  path: string,
  options: ValidateOptions,
  distribution: Distribution,
): Promise<number> {
  const { strict = false, explain = false, plugin: entries } = options
  const registry = await loadPlugins(distribution, entries)
  const { pipelines, disabled, diagnostics } = await loadConfigs(path, registry, { strict })
  const host = new DataHost({
    ...(explain ? createDataPlane() : {}),
    registry,
    clock: systemClock,
    logger: createLogger({ level: 'warn' }),
    dataDir: tmpdir(),
    once: false,
    commit: async () => {},
    report: () => {},
  })
  const found: Diagnostic[] = [...diagnostics]
  let valid = 0
  let explanation = ''
  for (const plan of pipelines) {
    const refused = await host.load(plan, new Map())
    found.push(...refused)
    if (refused.length > 0) continue
    valid++
    if (explain) explanation += explanationText(plan, host.explain(plan.name))
  }
  for (const diagnostic of found) process.stderr.write(`${formatDiagnostic(diagnostic)}\n`)
  const errors = found.filter(({ severity }) => severity === 'error').length
  const parts = [
    `${count(valid, 'pipeline')} valid`,
    ...(disabled.length > 0 ? [`${disabled.length} disabled`] : []),
    count(errors, 'error'),
    count(found.length - errors, 'warning'),
  ]
  if (explanation !== '') process.stdout.write(explanation + LEGEND)
  process.stdout.write(`${parts.join(', ')}\n`)
  return errors === 0 ? 0 : EXIT_CONFIGURATION
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
