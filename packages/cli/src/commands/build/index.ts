import { Option } from 'commander'
import { type AddCommand, examples } from '../../host/command.ts'
import type { BuildCommandOptions } from './build.ts'

export const addBuild: AddCommand = (program, host) => {
  program
    .command('build')
    .summary('build a distribution from manifests')
    .description(
      'Builds the collector that plugins.yml (built-in plugins; without it, all) and external_plugins.yml (plugins of ' +
        'your own) of this directory describe. PLUGINS_CONFIG_FILE names other manifests: files and URLs separated by ' +
        'commas, or off. Exits with 0, with 2 when something is refused, with 1 when the build failed.',
    )
    .option('--out <directory>', 'where the distribution is written', 'output')
    .addOption(
      new Option('--os <name>', 'operating system it is for; by default this one').choices([
        'linux',
        'windows',
        'darwin',
      ]),
    )
    .option('--debug', 'with the plugins of the group debug')
    .option(
      '--update [name]',
      'move packages within their ranges: all, or the one named; may be repeated',
      (name: string, before: readonly string[] | undefined) => [...(before ?? []), name],
    )
    .option('--frozen', 'fail when package.json or package-lock.json would have to change')
    .option('--with-node', 'put Node.js into the distribution')
    .addHelpText(
      'after',
      examples(
        'sluice build',
        'sluice build --frozen --with-node',
        'sluice build --update @acme/plugins',
        'PLUGINS_CONFIG_FILE=small.yml,https://plugins.example/base.yml sluice build --out small',
      ),
    )
    .action(async (options: BuildCommandOptions) => {
      const { buildDistribution } = await import('./build.ts')
      host.done(await buildDistribution(options))
    })
}
