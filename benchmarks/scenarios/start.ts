import { sluice, sluiceCommand } from '../collectors/sluice.ts'
import { measureToEnd } from '../measure/measure-to-end.ts'
import type { Scenario } from '../scenario.ts'

export const startScenario: Scenario = {
  name: 'start',
  description: '`sluice --version`, its compiled code cached',
  prepare: () => ({
    taskFor(collector) {
      if (collector !== sluice) return undefined
      return { run: () => measureToEnd(sluiceCommand, ['--version']) }
    },
  }),
}
