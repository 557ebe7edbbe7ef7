import { startCommand } from './host/start-command.ts'
import { version } from './host/version.ts'

await startCommand({
  version,
  distribution: async () => (await import('./stock-distribution.ts')).distribution,
  commands: async () => (await import('./stock-commands.ts')).stockCommands,
})
