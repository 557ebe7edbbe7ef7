import { common, testRefusals } from './test-support/refusal-cases.ts'

testRefusals('text that is no manifest', {
  'an @ without quotes, and what comes after it': {
    text: common('- package: @acme/plugins@^1.0.0', '- pakage: foo'),
    errors: ['3:16 MANIFEST_SYNTAX', '4:7 MANIFEST_KEY_UNKNOWN'],
    message: /malformed YAML: unquoted text begins with @; expected quotes/,
    hint: /Put it in quotes: '@acme\/plugins@\^1\.0\.0'$/,
  },
  'bad indentation': {
    text: common('- package: foo', '   import: foo'),
    errors: ['3:16 MANIFEST_SYNTAX'],
    message: /malformed YAML: .*; expected a valid YAML map/,
    hint: /Indent the keys of one map alike/,
  },
  'an unfinished quote, whose text is not shown': {
    text: 'project:\n  npm_config:\n    a: "canary',
    errors: ['3:15 MANIFEST_SYNTAX'],
    message: /malformed YAML: Missing closing "quote; expected/,
    hint: /Write lines such as/,
  },
  'a tab as indentation': {
    text: '\tplugins: {}',
    errors: ['1:1 MANIFEST_SYNTAX'],
    message: /Tabs/,
    hint: /Indent with spaces/,
  },
  'two documents': {
    text: 'plugins: {}\n---\nplugins: {}\n',
    errors: ['2:1 MANIFEST_SYNTAX'],
    message: /more than one document; expected/,
    hint: /one manifest per file/,
  },
  'a tag': {
    text: 'plugins: !map {}',
    errors: ['1:10 MANIFEST_SYNTAX'],
    message: /Unresolved tag: !map/,
    hint: /single quotes/,
  },
  'a key given twice in one map': {
    text: common('- package: foo', '  package: bar'),
    errors: ['4:7 MANIFEST_KEY_DUPLICATE'],
    message: /the key "package" is given twice in one map, first in line 3; expected once/,
    hint: /Remove one/,
  },
  'a group given twice': {
    text: 'plugins:\n  common: []\n  common: []\n',
    errors: ['3:3 MANIFEST_KEY_DUPLICATE'],
    message: /"common" is given twice/,
    hint: /merge/,
  },
  'an alias without an anchor': {
    text: 'plugins: {common: *all}',
    errors: ['1:19 MANIFEST_SYNTAX'],
    message: /the alias "\*all" has no finished value before it; expected an anchor "&all"/,
    hint: /Write the value out/,
  },
  'an alias inside its own anchor': {
    text: 'plugins: {common: &all [*all]}',
    errors: ['1:25 MANIFEST_SYNTAX', '1:25 MANIFEST_ENTRY_EMPTY'],
    message: /"\*all" has no finished value/,
    hint: /Write the value out/,
  },
  'nesting without end': {
    text: `plugins: ${'['.repeat(40)}${']'.repeat(40)}`,
    errors: ['1:10 MANIFEST_TYPE', '1:26 MANIFEST_TOO_COMPLEX'],
    message: /plugins is a list; expected a map/,
    hint: /key: value/,
  },
  'a text instead of a manifest': {
    text: 'plugins',
    errors: ['1:1 MANIFEST_TYPE'],
    message: /the manifest is the text "plugins"; expected a map/,
    hint: /key: value/,
  },
  'a list instead of a manifest': {
    text: '- package: foo',
    errors: ['1:1 MANIFEST_TYPE'],
    message: /the manifest is a list; expected a map/,
    hint: /key: value/,
  },
  'a list as a key': {
    text: 'plugins: {? [a] : b}',
    errors: ['1:10 MANIFEST_TYPE'],
    message: /a key of this map is not text; expected a word/,
    hint: /plain words/,
  },
  'a map instead of a list of entries': {
    text: 'plugins:\n  linux:\n    package: foo\n',
    errors: ['3:5 MANIFEST_TYPE'],
    message: /plugins\.linux is a map; expected a list/,
    hint: /Write one "- …" line/,
  },
  'entries that are no maps': {
    text: common("- '@acme/plugins'", '- 5', '- [foo]'),
    errors: ['3:7 MANIFEST_TYPE', '4:7 MANIFEST_TYPE', '5:7 MANIFEST_TYPE'],
    message: /an entry of common is the text "@acme\/plugins"; expected a map/,
    hint: /key: value/,
  },
  'values that are no text': {
    text: common('- package: 5', '- import: true', '- path: {}', '- package:', "- import: ''"),
    errors: [3, 4, 5, 6, 7].map(
      (line) => `${line}:${[16, 15, 13, 15, 15][line - 3]} MANIFEST_TYPE`,
    ),
    message: /package is the number "5"; expected text/,
    hint: /single quotes/,
  },
  'a text that is far too long': {
    text: common(`- package: ${'x'.repeat(2001)}`),
    errors: ['3:16 MANIFEST_TYPE'],
    message: /^package is the text "x{199}…"; expected a text of at most 2000 characters$/,
    hint: /Make it/,
  },
})
