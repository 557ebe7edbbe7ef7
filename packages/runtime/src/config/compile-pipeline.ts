import { compilePlugin, type CompileContext } from './compile-plugin.ts'
import { type ConfigNode, entryOf, type MapNode } from './config-node.ts'
import type { PluginSection, RegistryView } from './definition-view.ts'
import { describeNode } from './describe-node.ts'
import type { Diagnostic } from './diagnostic.ts'
import { readGlobalSettings } from './global-settings.ts'
import type { PipelinePlan, PipelineSource, PluginPlan } from './plan.ts'
import { formatPluginRef } from './plugin-ref.ts'
import { readDocument } from './read-document.ts'
import { Reporter } from './reporter.ts'
import { type Environment, Secrets } from './secrets.ts'
import { checkTopLevel, isEnabled } from './top-level.ts'

export interface CompileOptions {
  /** Whether warnings count as errors. Default false. */
  readonly strict?: boolean
  /** Where `${env:NAME}` is looked up. Default `process.env`. */
  readonly env?: Environment
}

export interface CompiledPipeline {
  /** Absent when the pipeline is disabled or has an error. */
  readonly plan?: PipelinePlan
  /** Whether the file says `enable: false`; the rest of it is then not looked at. */
  readonly disabled: boolean
  /** In the order of the file. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Checks the text of one pipeline file against the plugins of a registry. The same source, registry and environment give
 * the same plan in any thread; files of `${file:…}` are read anew. Never rejects because of the text.
 */
export async function compilePipeline(
  source: PipelineSource,
  registry: RegistryView,
  options: CompileOptions = {},
): Promise<CompiledPipeline> {
  const reporter = new Reporter(source.file, source.text, options.strict ?? false)
  const secrets = new Secrets(options.env ?? process.env)
  const format = source.file.toLowerCase().endsWith('.json') ? 'json' : 'yaml'
  const root = readDocument(source.text, format, reporter, secrets)
  if (root !== undefined && root.kind !== 'map') reportNoMap(root, reporter)
  if (root?.kind !== 'map') return { disabled: false, diagnostics: reporter.diagnostics }
  if (!isEnabled(root, reporter)) {
    // A pipeline that does not run needs no secrets.
    const diagnostics = reporter.diagnostics.filter(({ code }) => !code.startsWith('SECRET_'))
    return { disabled: true, diagnostics }
  }
  checkTopLevel(root, reporter)
  const plan = await compileSections(source, root, { registry, reporter, secrets })
  return {
    ...(reporter.failed ? {} : { plan }),
    disabled: false,
    diagnostics: reporter.diagnostics,
  }
}

async function compileSections(
  source: PipelineSource,
  root: MapNode,
  context: CompileContext,
): Promise<PipelinePlan> {
  const settings = readGlobalSettings(entryOf(root, 'global')?.value, context.reporter)
  const aggregators = await compileSection('aggregators', root, context)
  const extensions = await compileSection('extensions', root, context)
  checkAggregators(root, context.reporter)
  checkExtensions(extensions, context.reporter, root)
  return {
    name: source.name,
    source,
    settings,
    inputs: await compileSection('inputs', root, context),
    processors: await compileSection('processors', root, context),
    aggregator: aggregators[0],
    flushers: await compileSection('flushers', root, context),
    extensions,
  }
}

async function compileSection(
  section: PluginSection,
  root: MapNode,
  context: CompileContext,
): Promise<readonly PluginPlan[]> {
  const plans: PluginPlan[] = []
  for (const [index, item] of itemsOf(section, root, context.reporter).entries()) {
    const plan = await compilePlugin(item, section, index, context)
    if (plan !== undefined) plans.push(plan)
  }
  return plans
}

function itemsOf(section: PluginSection, root: MapNode, reporter: Reporter): readonly ConfigNode[] {
  const entry = entryOf(root, section)
  const node = entry?.value
  const isEmpty = node === undefined || (node.kind === 'scalar' && node.value === null)
  if (node?.kind !== 'list' && !isEmpty) {
    const message = `"${section}" must be a list of plugins, found ${describeNode(node)}`
    const hint = 'Begin every plugin with a dash: - Type: name.'
    reporter.error({ code: 'OPTION_TYPE_WRONG', at: node.at, path: [section], message, hint })
    return []
  }
  const items = node?.kind === 'list' ? node.items : []
  if (items.length === 0 && (section === 'inputs' || section === 'flushers')) {
    const message = `a pipeline needs at least one plugin under "${section}"`
    const hint =
      section === 'inputs'
        ? 'Add for example - Type: input_file.'
        : 'Add for example - Type: flusher_stdout.'
    reporter.error({
      code: 'SECTION_MISSING',
      at: entry?.at ?? root.at,
      path: [section],
      message,
      hint,
    })
  }
  return items
}

function checkAggregators(root: MapNode, reporter: Reporter): void {
  const node = entryOf(root, 'aggregators')?.value
  const second = node?.kind === 'list' ? node.items[1] : undefined
  if (second === undefined) return
  const message = 'a pipeline has at most one aggregator'
  const hint = 'Remove the others, or split the pipeline.'
  reporter.error({
    code: 'AGGREGATOR_TOO_MANY',
    at: second.at,
    path: ['aggregators', 1],
    message,
    hint,
  })
}

function checkExtensions(
  extensions: readonly PluginPlan[],
  reporter: Reporter,
  root: MapNode,
): void {
  const list = entryOf(root, 'extensions')?.value
  const seen = new Map<string, PluginPlan>()
  for (const extension of extensions) {
    const at = (list?.kind === 'list' ? list.items[extension.index]?.at : undefined) ?? root.at
    const path = ['extensions', extension.index]
    const key = formatPluginRef(extension)
    const first = seen.get(key)
    if (extension.alias === undefined) {
      const message = `nothing can refer to the extension ${key}, which has no alias`
      const hint = `Write Type: ${key}/alias, or remove it.`
      reporter.warning({ code: 'EXTENSION_UNREFERENCED', at, path, message, hint })
    } else if (first === undefined) {
      seen.set(key, extension)
    } else {
      const message = `the extension ${key} exists already, in line ${first.position.line}`
      reporter.error({
        code: 'EXTENSION_DUPLICATE',
        at,
        path,
        message,
        hint: 'Give one of them another alias.',
      })
    }
  }
}

function reportNoMap(root: ConfigNode, reporter: Reporter): void {
  const message = `a pipeline file must be a map, found ${describeNode(root)}`
  const hint = 'Begin with inputs: and flushers:.'
  reporter.error({ code: 'OPTION_TYPE_WRONG', at: root.at, path: [], message, hint })
}
