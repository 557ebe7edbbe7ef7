import { defineProcessor } from '@sluice/plugin'
import { object, record, string } from '@sluice/plugin/schema'
import { createRegexFilter } from './filter-regex.ts'

const rules = () => record(string(), string()).default({})

const config = object({
  Include: rules().describe(
    'Names of fields and expressions in Go (RE2) syntax: an event stays only if every one of these fields is there and some part of its value matches.',
  ),
  Exclude: rules().describe(
    'Names of fields and expressions in Go (RE2) syntax: an event goes if some part of the value of any of these fields matches.',
  ),
})

export default defineProcessor({
  type: 'processor_filter_regex',
  description: 'Keeps or drops logs by matching their fields with regular expressions.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options, context) => ({ columns: createRegexFilter(options, context) }),
})
