import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isatty } from 'node:tty'
import { PLUGIN_API_VERSION } from '@sluice/plugin'
import { createRegistry, pipelineSchema } from '@sluice/runtime'
import type { Distribution } from '../../host/distribution.ts'
import { templatesFolder } from '../../host/host-files.ts'
import { UsageError } from '../../host/usage-error.ts'
import { version } from '../../host/version.ts'
import { importPlugin } from '../../plugins/import-plugin.ts'
import { resolvePluginImports } from '../../plugins/resolve-plugin-imports.ts'
import { askKind, noKind } from './ask-kind.ts'
import { namePlugin } from './name-plugin.ts'
import { nextSteps } from './next-steps.ts'
import { type KindChoice, KINDS } from './plugin-kinds.ts'
import { renderTemplates } from './render-templates.ts'
import { requireEmpty, writeFiles } from './write-files.ts'

const STDIN = 0

export interface NewPluginOptions {
  readonly kind?: string
  readonly name?: string
}

/** Makes the package of a new plugin and says what to do with it. */
export async function newPlugin(
  given: string | undefined,
  options: NewPluginOptions,
  distribution: Distribution,
): Promise<number> {
  const choice = await chooseKind(options.kind)
  const naming = namePlugin(given, options.name, choice)
  const { name, directory, packageName } = naming
  requireUnknown(name, distribution)
  await requireEmpty(directory)
  const values = {
    plugin_name: name,
    package_name: packageName,
    sluice_version: version,
    api_version: PLUGIN_API_VERSION,
  }
  const templates = fileURLToPath(templatesFolder())
  const files = new Map([
    ...renderTemplates(join(templates, 'common'), values),
    ...renderTemplates(join(templates, choice.kind), values),
  ])
  await writeFiles(directory, files)
  const schema = await schemaWith(`./src/${name}.ts`, directory, distribution)
  await writeFiles(directory, new Map([['pipeline.schema.json', schema]]))
  const place = relative(process.cwd(), directory) || 'this directory'
  process.stdout.write(`Made ${name} in ${place}: ${files.size + 1} files.\n\n${nextSteps(naming)}`)
  return 0
}

async function chooseKind(kind: string | undefined): Promise<KindChoice> {
  const chosen = KINDS.find((choice) => choice.kind === kind)
  if (chosen !== undefined) return chosen
  if (isatty(STDIN)) return askKind(process.stdin, process.stderr)
  throw noKind()
}

/** Two plugins of one name cannot be in one collector. */
function requireUnknown(name: string, { plugins }: Distribution): void {
  const known = createRegistry(plugins).all()
  const other = known.find(({ definition }) => definition.type === name)
  if (other === undefined) return
  throw new UsageError(
    `${other.origin} has a plugin ${name} already`,
    'Give yours another --name; nothing was written.',
  )
}

/** What `sluice plugins schema --plugin <entry>` prints in the directory: editors know the new plugin's options too. */
async function schemaWith(
  entry: string,
  directory: string,
  { plugins, absent }: Distribution,
): Promise<string> {
  resolvePluginImports()
  const definitions = await importPlugin(join(directory, entry))
  const registry = createRegistry([...plugins, { origin: entry, definitions }], absent)
  return `${JSON.stringify(pipelineSchema(registry), undefined, 2)}\n`
}
