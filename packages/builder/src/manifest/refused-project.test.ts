import { testRefusals } from './test-support/refusal-cases.ts'

const plugins = 'plugins: {common: [import: foo]}\n'

/** A manifest with these lines below a key of `project`, the first of them in line 4. */
const project = (key: string, ...lines: readonly string[]) =>
  [`${plugins}project:`, `  ${key}:`, ...lines.map((line) => `    ${line}`), ''].join('\n')

testRefusals('project', {
  'a variable that is not set': {
    text: project('npm_config', 'a: ${env:NOPE}', 'b: ${env:EMPTY}', "'${env:toString}': x"),
    errors: ['4:8 SECRET_UNAVAILABLE', '5:8 SECRET_UNAVAILABLE', '6:5 SECRET_UNAVAILABLE'],
    message: /the environment variable "NOPE" is not set; expected/,
    hint: /export NOPE=…, or correct the name/,
  },
  'a variable in git_config that is not set': {
    text: project('git_config', "'url.https://${env:NOPE}@h/.insteadOf': x", 'a.b: ${env:NOPE}'),
    errors: ['4:5 SECRET_UNAVAILABLE', '5:10 SECRET_UNAVAILABLE'],
    message: /"NOPE" is not set/,
    hint: /export NOPE/,
  },
  'a secret file that cannot be read': {
    text: project('npm_config', 'a: ${file:/nowhere/at/all}', 'b: ${file:relative}'),
    errors: ['4:8 SECRET_UNAVAILABLE', '5:8 SECRET_REFERENCE_INVALID'],
    message: /the secret file "\/nowhere\/at\/all" does not exist; expected a text file/,
    hint: /\${file:\/path\/to\/secret}/,
  },
  'a reference that is not finished': {
    text: project('npm_config', "a: '${env:A'", "b: '${env:}'", "c: '${file:}'"),
    errors: [4, 5, 6].map((line) => `${line}:8 SECRET_REFERENCE_INVALID`),
    message: /the reference \${env: has no closing brace; expected/,
    hint: /Write \${env:NAME}/,
  },
  'settings of npm that the build decides': {
    text: project(
      'npm_config',
      ...[
        'ignore-scripts',
        'prefix',
        'global',
        'location',
        'cache',
        'userconfig',
        'globalconfig',
      ].map((key) => `${key}: x`),
      'IGNORE_SCRIPTS: x',
    ),
    errors: [4, 5, 6, 7, 8, 9, 10, 11].map((line) => `${line}:5 MANIFEST_NPM_CONFIG`),
    message: /project\.npm_config sets "ignore-scripts", which the build itself decides; expected/,
    hint: /Remove it/,
  },
  'line breaks and NUL': {
    text:
      project('git_config', 'a.b: "x\\ncanary"', 'c.d: "x\\0"') +
      '  npm_config: {e: "\\0", "f\\ng": x}\n',
    errors: [
      '4:10 MANIFEST_GIT_CONFIG',
      '5:10 MANIFEST_GIT_CONFIG',
      '6:19 MANIFEST_NPM_CONFIG',
      '6:25 MANIFEST_NPM_CONFIG',
    ],
    message: /a value of project\.git_config holds a line break or NUL; expected one line/,
    hint: /Remove the line break/,
  },
  'keys of git_config that are no settings': {
    text: project('git_config', 'canary: x', "'.b': x", "'a.1': x"),
    errors: [4, 5, 6].map((line) => `${line}:5 MANIFEST_GIT_CONFIG`),
    message: /a key of project\.git_config is no git setting; expected section\.name/,
    hint: /Write a key such as/,
  },
  'settings that are lists or missing': {
    text: project('npm_config', 'a: [b]', 'c:'),
    errors: ['4:8 MANIFEST_TYPE', '5:7 MANIFEST_TYPE'],
    message: /a value of project\.npm_config is a list; expected text/,
    hint: /single quotes/,
  },
  'a section that is a list': {
    text: `${plugins}project: {npm_config: [a]}`,
    errors: ['2:23 MANIFEST_TYPE'],
    message: /project\.npm_config is a list; expected a map/,
    hint: /key: value/,
  },
  'overrides that are none': {
    text: project(
      'overrides',
      "'x y': 1.0.0",
      "foo: ''",
      'bar: {baz: 1}',
      'baz: no tag',
      "'../x': 1",
    ),
    errors: [
      '4:5 MANIFEST_OVERRIDE',
      '5:10 MANIFEST_OVERRIDE',
      '6:10 MANIFEST_TYPE',
      '7:10 MANIFEST_OVERRIDE',
      '8:5 MANIFEST_OVERRIDE',
    ],
    message: /the key "x y" of project\.overrides is not valid; expected the name of a package/,
    hint: /Write overrides: /,
  },
  'an override with credentials': {
    text: project('overrides', "foo: 'https://user:canary@host/x.tgz'"),
    errors: ['4:10 MANIFEST_CREDENTIAL'],
    message: /override "https:\/\/\*\*\*@host\/x\.tgz" holds a user or password; expected/,
    hint: /\${env:NAME}/,
  },
})
