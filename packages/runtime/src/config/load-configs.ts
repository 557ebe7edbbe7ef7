import { compilePipeline, type CompileOptions } from './compile-pipeline.ts'
import type { RegistryView } from './definition-view.ts'
import type { Diagnostic } from './diagnostic.ts'
import { loadConfigPath } from './load-config-path.ts'
import type { PipelinePlan } from './plan.ts'

/** What a file or directory of pipelines amounts to. */
export interface LoadedConfigs {
  /** The pipelines without an error, in the order of their files. */
  readonly pipelines: readonly PipelinePlan[]
  /** Names of the pipelines that say `enable: false`. */
  readonly disabled: readonly string[]
  /** Everything found in any file: in the order of the files, and of the lines within them. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Loads and checks a pipeline file, or a directory of them. Nothing is thrown for what is wrong in a file: all of it is
 * in the diagnostics, and the other pipelines are still there.
 */
export async function loadConfigs(
  path: string,
  registry: RegistryView,
  options: CompileOptions = {},
): Promise<LoadedConfigs> {
  const { sources, diagnostics } = loadConfigPath(path)
  const all: Diagnostic[] = [...diagnostics]
  const pipelines: PipelinePlan[] = []
  const disabled: string[] = []
  for (const source of sources) {
    const compiled = await compilePipeline(source, registry, options)
    all.push(...compiled.diagnostics)
    if (compiled.disabled) disabled.push(source.name)
    if (compiled.plan !== undefined) pipelines.push(compiled.plan)
  }
  return { pipelines, disabled, diagnostics: all }
}
