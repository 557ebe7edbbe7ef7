import { InvalidArgumentError, Option } from 'commander'
import { type AddCommand, examples, pluginOption } from '../../host/command.ts'
import type { RunOptions } from './run.ts'

const MOST_THREADS = 64

export const addRun: AddCommand = (program, host) => {
  program
    .command('run')
    .summary('run pipelines until they end or are stopped')
    .description(
      'Runs a pipeline file, or every pipeline file of a directory, until Ctrl-C; what is collected by then is still ' +
        'delivered. Exits with 0, with 1 when something failed or was not delivered, with 2 when the configuration is wrong.',
    )
    .argument('<path>', 'pipeline file (.yaml, .yml, .json) or a directory of them')
    .option('--once', 'read what is there, deliver it, and end')
    .option('--for <duration>', "stop after this time, such as '10s' or '1m30s'")
    .option('--data-dir <directory>', 'where checkpoints and dead letters are kept', 'sluice-data')
    .addOption(pluginOption())
    .option(
      '--threads <number>',
      'data threads, each with a share of the pipelines and of their files',
      threads,
      1,
    )
    .option(
      '--profile [file]',
      'write a CPU profile of each data thread at the end; by default sluice-<pid>-<thread>.cpuprofile',
    )
    .option('--strict', 'treat warnings about the configuration as errors')
    .addOption(
      new Option('--log-level <level>', 'least severe records that are logged')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .addOption(
      new Option(
        '--log-format <format>',
        'of standard error; by default text on a terminal',
      ).choices(['text', 'json']),
    )
    .addHelpText(
      'after',
      examples(
        'sluice run pipeline.yaml --once',
        'sluice run pipelines/ --data-dir /var/lib/sluice --threads 2',
        'sluice run pipeline.yaml --plugin ./src/my-processor.ts --for 10s',
        'sluice run pipeline.yaml --for 30s --profile=slow.cpuprofile',
      ),
    )
    .action(async (path: string, options: RunOptions) => {
      const { run } = await import('./run.ts')
      host.done(await run(path, options))
    })
}

function threads(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= MOST_THREADS) return number
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_THREADS}.`)
}
