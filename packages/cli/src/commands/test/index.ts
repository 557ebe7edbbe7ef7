import { type AddCommand, examples } from '../../host/command.ts'
import type { TestOptions } from './run-tests.ts'

export const addTest: AddCommand = (program, host) => {
  program
    .command('test')
    .summary("run your plugins' tests")
    .description(
      'Runs tests with the test runner of the Node.js that runs sluice, TypeScript without a build. Exits with 0 when ' +
        'all pass, else with 1.',
    )
    .argument('[files...]', 'test files or patterns; by default every *.test.ts and *.test.js here')
    .option('--watch', 'run them again when something they use changes')
    .addHelpText(
      'after',
      examples('sluice test', 'sluice test src/my-processor.test.ts', 'sluice test --watch'),
    )
    .action(async (files: readonly string[], options: TestOptions) => {
      const { runTests } = await import('./run-tests.ts')
      host.done(await runTests(files, options))
    })
}
