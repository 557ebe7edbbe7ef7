import { compilePipeline, type CompileOptions } from '../compile-pipeline.ts'
import type { RegistryView } from '../definition-view.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { sampleRegistry } from './sample-registry.ts'

/** Compiles a pipeline written in a test. */
export function compileText(
  text: string,
  options: CompileOptions & { readonly registry?: RegistryView; readonly file?: string } = {},
) {
  const { registry = sampleRegistry, file = 'sample.yaml', env = {}, ...rest } = options
  return compilePipeline({ name: 'sample', file, text }, registry, { env, ...rest })
}

/** Compiles a pipeline whose one processor is written as given, with six spaces of indentation before its options. */
export function compileProcessor(
  options: string,
  registry: RegistryView,
  env: CompileOptions['env'] = {},
) {
  const text = `inputs:
  - Type: metric_mock
flushers:
  - Type: flusher_stdout
processors:
  - Type: processor_under_test
${options}`
  return compileText(text, { registry, env })
}

/** `12:3 error CODE`, one a diagnostic. */
export function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(
    ({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`,
  )
}
