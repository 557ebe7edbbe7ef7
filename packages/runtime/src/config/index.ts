export type { DiagnosticCode } from './codes.ts'
export { codes } from './codes.ts'
export type { CompiledPipeline, CompileOptions } from './compile-pipeline.ts'
export { compilePipeline } from './compile-pipeline.ts'
export type { DefinitionView, PluginSection, RegistryView } from './definition-view.ts'
export type { Diagnostic } from './diagnostic.ts'
export { formatDiagnostic } from './diagnostic.ts'
export type { GlobalSettings } from './global-settings.ts'
export type { LoadedSources } from './load-config-path.ts'
export { loadConfigPath } from './load-config-path.ts'
export type { LoadedConfigs } from './load-configs.ts'
export { loadConfigs } from './load-configs.ts'
export { markdownTable, optionsMarkdown } from './markdown.ts'
export { didYouMean, nearest } from './nearest.ts'
export type { JsonSchema } from './option-schema.ts'
export type { OptionRow } from './option-table.ts'
export { optionTable } from './option-table.ts'
export { pipelineSchema } from './pipeline-schema.ts'
export type {
  Match,
  OnError,
  OptionPosition,
  PipelinePlan,
  PipelineSource,
  PluginPlan,
} from './plan.ts'
export type { CatalogPlugin, PluginCatalog } from './plugin-catalog.ts'
export { bySection, sectionTitles } from './plugin-catalog.ts'
export { pluginReference } from './plugin-reference.ts'
export { type ParsedYaml, parseYaml, type YamlError } from './parse-yaml.ts'
export type { ParsedPluginRef, PluginRef } from './plugin-ref.ts'
export { formatPluginRef, parsePluginRef } from './plugin-ref.ts'
export { quote, shorten } from './quote.ts'
export { explainReadError, type ReadProblem, readTextFile } from './read-text-file.ts'
export { type Environment, type ResolvedText, type SecretProblem, Secrets } from './secrets.ts'
