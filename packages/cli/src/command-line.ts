import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { DocumentOptions } from './commands/document-plugin.ts'
import type { ListOptions } from './commands/list-plugins.ts'
import type { RunOptions } from './commands/run.ts'
import type { ValidateOptions } from './commands/validate.ts'
import { describeError } from './describe-error.ts'
import { EXIT_CONFIGURATION } from './exit-code.ts'
import { version } from './version.ts'

const MOST_THREADS = 64

/** Runs one command; resolves with the exit code once everything it has to say is written. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const program = createProgram((code) => (exitCode = code))
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CONFIGURATION
    const problem = describeError(error)
    if (problem === undefined) throw error
    process.stderr.write(problem.text)
    return problem.exitCode
  }
}

function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command('sluice')
    .description('Collects logs, metrics and traces: pipelines of inputs, processors and flushers.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'sluice: ')) })
    .showHelpAfterError('sluice --help shows the commands and their options.')
    .addHelpText(
      'after',
      examples(
        'sluice run pipeline.yaml --once',
        'sluice validate pipelines/',
        'sluice plugins ls',
      ),
    )
  addRun(program, done)
  addValidate(program, done)
  addPlugins(program, done)
  return program
}

function addRun(program: Command, done: (exitCode: number) => void): void {
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
    .option('--threads <number>', 'data threads that the pipelines are dealt out to', threads, 1)
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
      ),
    )
    .action(async (path: string, options: RunOptions) => {
      const { run } = await import('./commands/run.ts')
      done(await run(path, options))
    })
}

function addValidate(program: Command, done: (exitCode: number) => void): void {
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
    .addHelpText(
      'after',
      examples('sluice validate pipeline.yaml', 'sluice validate pipelines/ --strict'),
    )
    .action(async (path: string, options: ValidateOptions) => {
      const { validate } = await import('./commands/validate.ts')
      done(await validate(path, options))
    })
}

function addPlugins(program: Command, done: (exitCode: number) => void): void {
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
      const { listPlugins } = await import('./commands/list-plugins.ts')
      done(await listPlugins(options))
    })
  plugins
    .command('doc')
    .description('Shows the options of one plugin and a sample to begin with.')
    .argument('<type>', 'name of the plugin, as pipelines write it')
    .addOption(pluginOption())
    .addHelpText('after', examples('sluice plugins doc processor_regex'))
    .action(async (type: string, options: DocumentOptions) => {
      const { documentPlugin } = await import('./commands/document-plugin.ts')
      done(await documentPlugin(type, options))
    })
}

function pluginOption(): Option {
  return new Option(
    '--plugin <entry>',
    'a plugin of your own: the path of a .ts or .js file, or the name of an installed package; may be repeated',
  )
    .default([], 'none')
    .argParser((entry: string, before: readonly string[]) => [...before, entry])
}

function threads(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= MOST_THREADS) return number
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_THREADS}.`)
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`
}
