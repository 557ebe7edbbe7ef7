import {
  type AccessLogEntry,
  accessLogKeys,
  accessLogLine,
  accessLogPattern,
} from '../scripts/access-log.ts'
import { copyScenario } from './copy-scenario.ts'
import { pipelineScenario } from './pipeline-scenario.ts'
import type { Scenario } from './scenario.ts'
import { sluiceCommand } from './sluice-command.ts'

const regexPipeline = {
  processors: [
    {
      Type: 'processor_parse_regex_native',
      SourceKey: 'content',
      Regex: accessLogPattern,
      Keys: accessLogKeys,
    },
  ],
  restore: (event: object) => accessLogLine(event as AccessLogEntry),
}

const start: Scenario = {
  name: 'start',
  description: '`sluice --version`, its compiled code cached',
  prepare: () => ({ command: sluiceCommand, args: ['--version'], finish: async () => {} }),
}

export const scenarios: readonly Scenario[] = [
  start,
  copyScenario,
  pipelineScenario({
    name: 'single-file',
    description: 'lines of 512 bytes, not parsed',
    input: { seed: 1, lineLength: 511 },
    processors: [],
    restore: ({ content }) => String(content),
  }),
  pipelineScenario({
    name: 'regex-file',
    description: 'access log, 195 bytes a line on average, parsed by a regular expression',
    input: { seed: 2 },
    ...regexPipeline,
  }),
  pipelineScenario({
    name: 'regex-file-512',
    description: 'access log, 512 bytes a line, parsed by a regular expression',
    input: { seed: 3, lineLength: 511 },
    ...regexPipeline,
  }),
]
