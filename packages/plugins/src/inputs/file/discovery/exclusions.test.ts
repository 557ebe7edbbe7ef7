import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ExclusionOptions, Exclusions, uselessExclusions } from './exclusions.ts'

function options(given: Partial<ExclusionOptions>): ExclusionOptions {
  return { ExcludeFilePaths: [], ExcludeFiles: [], ExcludeDirs: [], ...given }
}

test('ExcludeFiles looks at the name alone', () => {
  const exclusions = new Exclusions(options({ ExcludeFiles: ['*.gz', 'debug?.log'] }))
  assert.ok(exclusions.excludesFile('/var/log/a.gz'))
  assert.ok(exclusions.excludesFile('/debug1.log'))
  assert.ok(!exclusions.excludesFile('/a.gz/x.log'))
})

test('wildcards of ExcludeFilePaths cross directories only with **', () => {
  const narrow = new Exclusions(options({ ExcludeFilePaths: ['/var/*.log'] }))
  assert.ok(narrow.excludesFile('/var/a.log'))
  assert.ok(!narrow.excludesFile('/var/app/a.log'))
  const wide = new Exclusions(options({ ExcludeFilePaths: ['/var/**/*.log'] }))
  assert.ok(wide.excludesFile('/var/app/x/a.log'))
  assert.ok(!wide.excludesFile('/opt/var/app/a.log'))
})

test('an excluded directory takes everything below it along', () => {
  const exclusions = new Exclusions(options({ ExcludeDirs: ['/var/log/old/', '/home/*/logs'] }))
  assert.ok(exclusions.excludesDirectory('/var/log/old'))
  assert.ok(exclusions.excludesDirectory('/var/log/old/2020/01'))
  assert.ok(exclusions.excludesDirectory('/home/ann/logs/x'))
  assert.ok(!exclusions.excludesDirectory('/var/log/older'))
  assert.ok(!exclusions.excludesDirectory('/home/ann/x/logs'))
  assert.ok(!exclusions.excludesDirectory('/'))
})

test('wildcards of ExcludeDirs cross directories only with **', () => {
  const exclusions = new Exclusions(options({ ExcludeDirs: ['/srv/**/cache'] }))
  assert.ok(exclusions.excludesDirectory('/srv/a/b/cache/c'))
  assert.ok(!exclusions.excludesDirectory('/srv/a/b'))
})

test('entries that cannot match are named and left out', () => {
  const given = options({
    ExcludeFilePaths: ['a.log'],
    ExcludeDirs: ['log', '/ok'],
    ExcludeFiles: ['x/y'],
  })
  assert.deepEqual(uselessExclusions(given), ['a.log', 'log', 'x/y'])
  assert.ok(!new Exclusions(given).excludesFile('a.log'))
})
