import { accessLog } from '../access-log.ts'
import type { Generator } from './generator.ts'

/** The access log that the quickstart reads. */
export const quickstartSample: Generator = {
  name: 'quickstart sample',
  async run() {
    const lines = accessLog({ seed: 1 }).take(3000).toArray()
    return new Map([['examples/quickstart/access.log', `${lines.join('\n')}\n`]])
  },
}
