import { common, testRefusals } from './test-support/refusal-cases.ts'

testRefusals('entries', {
  'an import of another package': {
    text: common("- package: '@acme/plugins'", '  import: example_plugin'),
    errors: ['4:15 MANIFEST_IMPORT'],
    message:
      /import "example_plugin" is not of the package "@acme\/plugins"; expected "@acme\/plugins" or/,
    hint: /Write import: '@acme\/plugins', or '@acme\/plugins\/my_plugin'/,
  },
  'an import that only begins like the package': {
    text: common('- {package: foo, import: foobar}'),
    errors: ['3:30 MANIFEST_IMPORT'],
    message: /import "foobar" is not of the package "foo"/,
    hint: /'foo\/my_plugin'/,
  },
  'an import of another package than that of the path': {
    text: common('- {path: ok, import: ok}'),
    errors: ['3:26 MANIFEST_IMPORT'],
    message: /import "ok" is not of the package "@acme\/ok"/,
    hint: /'@acme\/ok'/,
  },
  'imports that are no modules of packages': {
    text: common(
      ...['./foo', '/foo', 'foo@^1', 'foo/', 'foo/../bar', 'node:fs', '"foo/b c"'].map(
        (text) => `- import: ${text}`,
      ),
    ),
    errors: [3, 4, 5, 6, 7, 8, 9].map((line) => `${line}:15 MANIFEST_IMPORT`),
    message: /import "\.\/foo" is no module of a package; expected the name of a package/,
    hint: /Write import: /,
  },
  'packages that are no name with a range': {
    text: common(
      '- package: foo@ftp://host/x',
      "- package: '@acme/plugins/example@1'",
      '- package: foo@no tag',
      '- package: foo@git+https://h/x#a::b',
    ),
    errors: [3, 4, 5, 6].map((line) => `${line}:16 MANIFEST_PACKAGE`),
    message: /package "foo@ftp:\/\/host\/x" is no valid npm name and range; expected name@range/,
    hint: /Write package: 'name@\^1\.0\.0'/,
  },
  'a package as Go writes it': {
    text: common('- package: a.io/b/c v1.2.3', '- package: foo latest'),
    errors: ['3:16 MANIFEST_PACKAGE', '4:16 MANIFEST_PACKAGE'],
    message: /package "a\.io\/b\/c v1\.2\.3" is without the name of a package; expected/,
    hint: /Write package: '@b\/c@1\.2\.3'/,
  },
  'a git address without a name': {
    text: common('- package: git+https://host/x.git', '- package: acme/x', '- package: ./x.tgz'),
    errors: ['3:16 MANIFEST_PACKAGE', '4:16 MANIFEST_PACKAGE', '5:16 MANIFEST_PACKAGE'],
    message: /"git\+https:\/\/host\/x\.git" is without the name of a package; expected name@range/,
    hint: /Write package: 'name@git\+https:\/\/host\/x\.git'/,
  },
  'a folder as a package': {
    text: common('- package: foo@../foo', '- package: ../foo', '- package: foo@file:x'),
    errors: ['3:16 MANIFEST_PACKAGE', '4:16 MANIFEST_PACKAGE', '5:16 MANIFEST_PACKAGE'],
    message: /package "foo@\.\.\/foo" is a folder; expected/,
    hint: /Write path: /,
  },
  'an alias of npm': {
    text: common('- package: foo@npm:bar@^1'),
    errors: ['3:16 MANIFEST_PACKAGE'],
    message: /package "foo@npm:bar@\^1" is an alias; expected/,
    hint: /Write the package itself: 'bar@\^1'/,
  },
  'credentials in the address of a package': {
    text: common(
      '- package: a@https://user:canary@host/x.tgz',
      '- package: b@git+https://canary@host/x.git#v1',
      '- package: c@git+ssh://git:canary@host/x.git',
      '- package: d@github:user:canary@acme/x',
      '- package: git+https://${env:canary}@host/x.git',
    ),
    errors: [3, 4, 5, 6, 7].map((line) => `${line}:16 MANIFEST_CREDENTIAL`),
    message:
      /package "a@https:\/\/\*\*\*@host\/x\.tgz" holds a user or password; expected an address/,
    hint: /project\.npm_config or project\.git_config, as \${env:NAME}/,
  },
  'credentials in an address that is not valid either': {
    text: common('- package: a@https://user:canary/canary@host/x.tgz'),
    errors: ['3:16 MANIFEST_PACKAGE'],
    message: /package "a@https:\/\/\*\*\*@host\/x\.tgz" is no valid/,
    hint: /Write package/,
  },
  'paths that lead to no folder': {
    text: common('- path: nowhere', '- path: file.txt'),
    errors: ['3:13 MANIFEST_PATH', '4:13 MANIFEST_PATH'],
    message:
      /path "nowhere" leads to ".*\/nowhere", which is no folder; expected the folder of a package/,
    hint: /relative to the folder of its manifest/,
  },
  'a folder without package.json': {
    text: common('- path: bare'),
    errors: ['3:13 MANIFEST_PATH'],
    message: /whose package\.json does not exist; expected a package/,
    hint: /npm init/,
  },
  'a package.json without a name': {
    text: common('- path: nameless', '- path: broken'),
    errors: ['3:13 MANIFEST_PATH', '4:13 MANIFEST_PATH'],
    message: /whose package\.json gives no valid name; expected one/,
    hint: /npm pkg set name=/,
  },
  'a path to another package': {
    text: common("- package: '@acme/other'", '  path: ok'),
    errors: ['4:13 MANIFEST_PATH'],
    message: /path leads to the package "@acme\/ok"; expected "@acme\/other"/,
    hint: /Correct the path/,
  },
  'one package in two versions': {
    text: common('- package: foo@^1', '- package: foo@^2', '  import: foo/bar'),
    errors: ['4:16 PACKAGE_VERSIONS_DIFFER'],
    message:
      /package "foo" is wanted as "\^2" here and as "\^1" at plugins\.yml:3:16; expected one version/,
    hint: /'foo@\^1'/,
  },
  'one package in two versions for different systems, which have one lock': {
    text: 'plugins:\n  linux: [package: foo@^1]\n  windows: [package: foo]\n',
    errors: ['3:22 PACKAGE_VERSIONS_DIFFER'],
    message: /"latest" here and as "\^1" at plugins\.yml:2:20/,
    hint: /same range/,
  },
  'one import twice': {
    text: common('- package: foo@^1', '- import: foo') + '  linux:\n    - import: foo\n',
    errors: ['4:15 MANIFEST_ENTRY_DUPLICATE', '6:15 MANIFEST_ENTRY_DUPLICATE'],
    message: /"foo" is imported here and at plugins\.yml:3:16; expected once/,
    hint: /Remove one/,
  },
  'nothing at all': {
    text: '# nothing yet\n',
    errors: ['1:1 MANIFEST_EMPTY'],
    message: /the manifests list no plugin at all; expected one at least/,
    hint: /@sluice\/plugins/,
  },
  'groups without entries': {
    text: 'plugins:\n  common:\n  linux: []\nproject:\n',
    errors: ['1:1 MANIFEST_EMPTY'],
    message: /no plugin at all/,
    hint: /for all built-ins/,
  },
})
