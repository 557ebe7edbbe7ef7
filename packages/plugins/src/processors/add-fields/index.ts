import { defineProcessor } from '@sluice/plugin'
import { boolean, object, record, string } from '@sluice/plugin/schema'
import { createFieldAdder } from './add-fields.ts'

const config = object({
  Fields: record(string(), string())
    .refine((fields) => Object.keys(fields).length > 0, 'name at least one field')
    .describe('Names and values of the fields to add, in this order.'),
  IgnoreIfExist: boolean()
    .default(false)
    .describe('Leave out a field that the event has already; otherwise it has both then.'),
})

export default defineProcessor({
  type: 'processor_add_fields',
  description: 'Adds fields with fixed values.',
  stability: 'beta',
  replicable: true,
  compat: 'extended',
  config,
  setup: (options) => ({ columns: createFieldAdder(options) }),
})
