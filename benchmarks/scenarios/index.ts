import type { Scenario } from '../scenario.ts'
import { copyScenario } from './copy.ts'
import { emptyScenario } from './empty.ts'
import { firstEventScenario } from './first-event.ts'
import { startScenario } from './start.ts'
import { steadyScenario } from './steady.ts'
import { threadsScenario } from './threads.ts'
import { wholeFileScenario } from './whole-file.ts'
import { regex, steadyWorkloads, wholeFileWorkloads } from './workloads.ts'

export const scenarios: readonly Scenario[] = [
  startScenario,
  copyScenario,
  ...wholeFileWorkloads.map(wholeFileScenario),
  ...[1, 2].map((threads) => threadsScenario(threads, regex.work, regex.restore)),
  ...steadyWorkloads.map(steadyScenario),
  firstEventScenario,
  emptyScenario,
]
