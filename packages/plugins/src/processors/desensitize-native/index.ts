import { defineProcessor } from '@sluice/plugin'
import { boolean, enum as oneOf, object, string } from '@sluice/plugin/schema'
import { createNativeDesensitizer } from './desensitize-native.ts'

const config = object({
  SourceKey: string().min(1).describe('The field in which something is hidden.'),
  Method: oneOf(['const', 'md5']).describe(
    'What is put in the place: a text, or the MD5 of what stood there, in capital hexadecimal digits.',
  ),
  ReplacingString: string()
    .default('')
    .describe(
      'The text for the method const; `\\1` to `\\9` in it stand for groups of the expressions.',
    ),
  ContentPatternBeforeReplacedString: string()
    .min(1)
    .describe('Expression in RE2 syntax for what stands in front of what is hidden.'),
  ReplacedContentPattern: string().min(1).describe('Expression in RE2 syntax for what is hidden.'),
  ReplacingAll: boolean()
    .default(true)
    .describe('Whether every match is hidden, or the first one only.'),
})

export default defineProcessor({
  type: 'processor_desensitize_native',
  description: 'Hides parts of a field, such as passwords, that regular expressions find.',
  stability: 'beta',
  replicable: true,
  compat: 'native',
  config,
  setup: (options, context) => ({ columns: createNativeDesensitizer(options, context) }),
})
