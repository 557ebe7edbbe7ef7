import { type AddCommand, examples, pluginOption } from '../../host/command.ts'
import type { DocumentOptions } from './document-plugin.ts'
import type { ListOptions } from './list-plugins.ts'

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
}
