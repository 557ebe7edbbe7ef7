import { type AddCommand, examples, pluginOption } from '../../host/command.ts'
import type { ValidateOptions } from './validate.ts'

export const addValidate: AddCommand = (program, host) => {
  program
    .command('validate')
    .summary('check pipelines without running them')
    .description(
      'Checks a pipeline file or a directory of them: every option, and what each plugin says to it. Nothing is opened ' +
        'or started. Exits with 0, or with 2 when there are errors.',
    )
    .argument('<path>', 'pipeline file or a directory of them')
    .addOption(pluginOption())
    .option('--strict', 'treat warnings as errors')
    .option('--explain', 'tell for each plugin what is compiled, what is plain JavaScript, and why')
    .addHelpText(
      'after',
      examples(
        'sluice validate pipeline.yaml',
        'sluice validate pipelines/ --strict',
        'sluice validate pipeline.yaml --explain',
      ),
    )
    .action(async (path: string, options: ValidateOptions) => {
      const { validate } = await import('./validate.ts')
      host.done(await validate(path, options, await host.distribution()))
    })
}
