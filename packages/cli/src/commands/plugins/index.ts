import { type AddCommand, examples, pluginOption } from '../../host/command.ts'
import type { DocumentOptions } from './document-plugin.ts'
import type { ListOptions } from './list-plugins.ts'
import type { SchemaOptions } from './print-schema.ts'

const IN_AN_EDITOR = `
Editors with the YAML language server complete and check pipeline files that begin with
  # yaml-language-server: $schema=./pipeline.schema.json
`

export const addPlugins: AddCommand = (program, host) => {
  const plugins = program
    .command('plugins')
    .summary('show what pipelines are made of')
    .description('Shows the plugins of this collector and their options.')
    .addHelpText('after', examples('sluice plugins ls', 'sluice plugins doc input_file'))
  plugins
    .command('ls')
    .description('Lists all plugins.')
    .addOption(pluginOption())
    .option('--json', 'as JSON, for programs')
    .addHelpText(
      'after',
      examples('sluice plugins ls', 'sluice plugins ls --plugin ./mine.ts --json'),
    )
    .action(async (options: ListOptions) => {
      const { listPlugins } = await import('./list-plugins.ts')
      host.done(await listPlugins(options, await host.distribution()))
    })
  plugins
    .command('doc')
    .description('Shows the options of one plugin and a sample to begin with.')
    .argument('<type>', 'name of the plugin, as pipelines write it')
    .addOption(pluginOption())
    .addHelpText('after', examples('sluice plugins doc processor_regex'))
    .action(async (type: string, options: DocumentOptions) => {
      const { documentPlugin } = await import('./document-plugin.ts')
      host.done(await documentPlugin(type, options, await host.distribution()))
    })
  plugins
    .command('schema')
    .description('Prints the JSON Schema of pipeline files, with the options of all plugins.')
    .addOption(pluginOption())
    .option('--out <file>', 'write it to a file instead of standard output')
    .addHelpText(
      'after',
      examples(
        'sluice plugins schema --out pipeline.schema.json',
        'sluice plugins schema --plugin ./mine.ts --out pipeline.schema.json',
      ),
    )
    .addHelpText('after', IN_AN_EDITOR)
    .action(async (options: SchemaOptions) => {
      const { printSchema } = await import('./print-schema.ts')
      host.done(await printSchema(options, await host.distribution()))
    })
}
