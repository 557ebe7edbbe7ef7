import { Option } from 'commander'
import { type AddCommand, examples } from '../../host/command.ts'
import type { NewPluginOptions } from './new-plugin.ts'
import { KINDS } from './plugin-kinds.ts'

export const addNew: AddCommand = (program, host) => {
  const command = program
    .command('new')
    .summary('begin something of your own')
    .description('Begins something of your own.')
    .addHelpText('after', examples('sluice new plugin mask-mail --kind processor'))
  command
    .command('plugin')
    .summary('begin a plugin of your own')
    .description(
      'Makes a package with a plugin that works, its test, a pipeline that uses it, the manifest for a build and ' +
        'settings for the editor. What is there already is never overwritten.',
    )
    .argument('[directory]', 'a new or empty directory; by default named after the plugin')
    .addOption(
      new Option('--kind <kind>', 'kind of plugin; asked for when left out on a terminal').choices(
        KINDS.map(({ kind }) => kind),
      ),
    )
    .option('--name <type>', 'name for use in pipelines; by default made from the directory')
    .addHelpText(
      'after',
      examples(
        'sluice new plugin',
        'sluice new plugin mask-mail --kind processor',
        'sluice new plugin . --kind flusher --name flusher_warehouse',
      ),
    )
    .action(async (directory: string | undefined, options: NewPluginOptions) => {
      const { newPlugin } = await import('./new-plugin.ts')
      host.done(await newPlugin(directory, options, await host.distribution()))
    })
}
