import { join } from 'node:path'
import { root } from '../scripts/root.ts'

/** The command as users have it: the launcher and the bundle that `npm run build` made. */
export const sluiceCommand = join(root, 'packages/cli/bin/sluice')
