import {
  DEFINITION_TAG,
  isDefinition,
  PLUGIN_API_VERSION,
  type PluginDefinition,
  PluginError,
  type PluginKind,
} from '@sluice/plugin'
import type { PluginSection, RegistryView } from '../config/index.ts'
import { isCompatible } from './api-version.ts'

/** Definitions of one origin: a package, a file, or the built-ins. */
export interface RegistryEntry {
  /** Named in errors, such as `@acme/plugins` or `./src/index.ts`. */
  readonly origin: string
  /** What the origin exports: one definition or several, not trusted to be any. */
  readonly definitions: unknown
}

/** The plugins a collector knows: a value made from an explicit list. */
export interface Registry extends RegistryView {
  get(section: PluginSection, type: string): PluginDefinition | undefined
  /** Where a plugin came from. */
  origin(section: PluginSection, type: string): string | undefined
  /** All plugins, by section and name. */
  all(): readonly {
    readonly section: PluginSection
    readonly definition: PluginDefinition
    readonly origin: string
  }[]
}

const SECTION_OF: Readonly<Record<PluginKind, PluginSection>> = {
  metric_input: 'inputs',
  service_input: 'inputs',
  processor: 'processors',
  aggregator: 'aggregators',
  flusher: 'flushers',
  extension: 'extensions',
}

const TYPE_PATTERN = /^[a-z][a-z0-9_]*$/

/** The section that the beginning of a type stands for; inputs have had all three, whatever their kind. */
const SECTION_OF_PREFIX: Readonly<Record<string, PluginSection>> = {
  metric: 'inputs',
  service: 'inputs',
  input: 'inputs',
  processor: 'processors',
  aggregator: 'aggregators',
  flusher: 'flushers',
  ext: 'extensions',
}

/**
 * Throws a `PluginError` for what is no definition, has another API version, or exists already; it names the origins.
 * `absent` holds, by type, how a plugin that the distribution was built without is brought in.
 */
export function createRegistry(
  entries: readonly RegistryEntry[],
  absent: Readonly<Record<string, string>> = {},
): Registry {
  const known = new Map<
    string,
    { section: PluginSection; definition: PluginDefinition; origin: string }
  >()
  for (const { origin, definitions } of entries) {
    for (const found of Array.isArray(definitions) ? (definitions as unknown[]) : [definitions]) {
      const definition = checkedDefinition(found, origin)
      const section = SECTION_OF[definition.kind]
      const key = `${section}/${definition.type}`
      const other = known.get(key)
      if (other !== undefined) throw duplicate(definition.type, other.origin, origin)
      known.set(key, { section, definition, origin })
    }
  }
  const all = [...known.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return {
    get: (section, type) => known.get(`${section}/${type}`)?.definition,
    origin: (section, type) => known.get(`${section}/${type}`)?.origin,
    types: (section) =>
      all.filter((entry) => entry.section === section).map(({ definition }) => definition.type),
    absent: (type) => (Object.hasOwn(absent, type) ? absent[type] : undefined),
    all: () => all,
  }
}

function keyOf({
  section,
  definition,
}: {
  section: PluginSection
  definition: PluginDefinition
}): string {
  return `${section}/${definition.type}`
}

function checkedDefinition(found: unknown, origin: string): PluginDefinition {
  if (!isDefinition(found)) {
    throw new PluginError({
      code: 'PLUGIN_NOT_A_DEFINITION',
      message: `${origin} exports something that is not a plugin definition: ${describe(found)}`,
      hint: 'export default what defineProcessor() or one of its siblings returns, or an array of such',
    })
  }
  const version = found[DEFINITION_TAG]
  if (!isCompatible(version, PLUGIN_API_VERSION)) {
    throw new PluginError({
      code: 'PLUGIN_API_INCOMPATIBLE',
      message: `${found.type} of ${origin} was made for plugin API ${version}; this collector has ${PLUGIN_API_VERSION}`,
      hint: 'install a release of the plugin made for this API, or build the plugin against it',
    })
  }
  if (typeof found.type !== 'string' || !TYPE_PATTERN.test(found.type)) {
    throw new PluginError({
      code: 'PLUGIN_TYPE_INVALID',
      message: `${origin} exports a plugin named ${JSON.stringify(found.type)}`,
      hint: 'name it in lower snake case, such as processor_example',
    })
  }
  checkKind(found, origin)
  const { setup, config } = found as Partial<PluginDefinition>
  if (typeof setup !== 'function' || typeof config?.['~standard']?.validate !== 'function') {
    throw new PluginError({
      code: 'PLUGIN_INCOMPLETE',
      message: `${found.type} of ${origin} lacks its setup or the schema of its options`,
      hint: 'make it with defineProcessor() or one of its siblings rather than by hand',
    })
  }
  return found
}

function checkKind({ type, kind }: PluginDefinition, origin: string): void {
  if (!Object.hasOwn(SECTION_OF, kind)) {
    throw new PluginError({
      code: 'PLUGIN_KIND_UNKNOWN',
      message: `${type} of ${origin} is of the kind ${JSON.stringify(kind)}; there is ${Object.keys(SECTION_OF).join(', ')}`,
      hint: 'make it with defineProcessor() or one of its siblings rather than by hand',
    })
  }
  const [prefix = ''] = /^[a-z]+(?=_)/.exec(type) ?? []
  const expected = Object.hasOwn(SECTION_OF_PREFIX, prefix) ? SECTION_OF_PREFIX[prefix] : undefined
  if (expected === undefined || expected === SECTION_OF[kind]) return
  const fitting = Object.entries(SECTION_OF_PREFIX).filter(([, each]) => each === SECTION_OF[kind])
  throw new PluginError({
    code: 'PLUGIN_KIND_CONTRADICTS',
    message: `${type} of ${origin} is of the kind ${kind}, but its name begins as those in ${expected} do`,
    hint: `begin its type with ${fitting.map(([each]) => `${each}_`).join(' or ')}, or define it as what its name says`,
  })
}

function describe(found: unknown): string {
  if (typeof found !== 'object' || found === null) {
    return typeof found === 'function' ? 'a function' : String(found)
  }
  if (Array.isArray(found)) return 'an array in an array'
  return `an object with ${Object.keys(found).slice(0, 5).join(', ') || 'nothing in it'}`
}

function duplicate(type: string, first: string, second: string): PluginError {
  return new PluginError({
    code: 'PLUGIN_DUPLICATE',
    message: `${type} is defined twice: by ${first} and by ${second}`,
    hint: 'remove one of them, or rename the private one',
  })
}
