import { addBuild } from './commands/build/index.ts'
import { addNew } from './commands/new/index.ts'
import { addTest } from './commands/test/index.ts'
import type { AddCommand } from './host/command.ts'

/** For authors of plugins: what a built collector has no use for. */
export const stockCommands: readonly AddCommand[] = [addBuild, addNew, addTest]
