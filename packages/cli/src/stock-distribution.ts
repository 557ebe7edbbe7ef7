import { builtins } from '@sluice/plugins'
import type { Distribution } from './host/distribution.ts'

/** What the command is without a build: every built-in plugin. */
export const distribution: Distribution = {
  plugins: [{ origin: '@sluice/plugins', definitions: builtins }],
  absent: {},
}
