import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { after, test } from 'node:test'
import { MemoryLogger } from '@sluice/testkit'
import { Discovery, type Found } from './discovery.ts'
import { type ExclusionOptions, Exclusions } from './exclusions.ts'
import { OnceLog } from '../once-log.ts'
import { parsePathGlob } from './path-glob.ts'

const root = mkdtempSync(join(tmpdir(), 'sluice-discovery-'))
after(() => rmSync(root, { recursive: true }))

const FILES = [
  'a.log',
  'b.txt',
  '.hidden.log',
  'app/a.log',
  'app/web/a.log',
  'app/web/deep/a.log',
  'app/db/b.log',
  'other/web/a.log',
]
for (const file of FILES) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), '')
}
mkdirSync(join(root, 'directory.log'))
symlinkSync('..', join(root, 'app/web/loop'))
symlinkSync('../other', join(root, 'app/linked'))
symlinkSync('a.log', join(root, 'link.log'))
symlinkSync('nowhere', join(root, 'broken.log'))

interface Given extends Partial<ExclusionOptions> {
  readonly depth?: number
}

function discover(
  patterns: readonly string[],
  given: Given = {},
  logger = new MemoryLogger(),
): Discovery {
  const none = { ExcludeFilePaths: [], ExcludeFiles: [], ExcludeDirs: [] }
  const globs = patterns.map((path) => parsePathGlob(join(root, path), given.depth ?? 0))
  const log = new OnceLog(logger)
  return new Discovery(globs, new Exclusions({ ...none, ...given }), { inRoot: false, log })
}

function search(discovery: Discovery): Found {
  const steps = discovery.search()
  let step = steps.next()
  while (step.done !== true) step = steps.next()
  return step.value
}

function find(
  patterns: readonly string[],
  given?: Given,
  logger?: MemoryLogger,
): readonly string[] {
  return [...search(discover(patterns, given, logger)).paths].map((path) => relative(root, path))
}

test('a name pattern finds the files of one directory, whatever they begin with', () => {
  assert.deepEqual(find(['*.log']), ['.hidden.log', 'a.log', 'broken.log', 'link.log'])
})

test('a path without wildcards is looked for whether it is there or not', () => {
  assert.deepEqual(find(['a.log']), ['a.log'])
  assert.deepEqual(find(['later/a.log']), ['later/a.log'])
  assert.deepEqual(search(discover(['later/a.log', 'a.log'])).unmatched, [
    join(root, 'later/a.log'),
  ])
})

test('wildcards in directories match one level each', () => {
  assert.deepEqual(find(['*/web/a.log']), ['app/web/a.log', 'other/web/a.log'])
  assert.deepEqual(find(['a*/?b/*.log']), ['app/db/b.log'])
  assert.deepEqual(find(['*/*/*/a.log']), [
    'app/web/deep/a.log',
    'app/linked/web/a.log',
    'app/web/loop/a.log',
  ])
})

test('** reaches as deep as it is told', () => {
  assert.deepEqual(find(['app/**/*.log']), ['app/a.log'])
  assert.deepEqual(find(['app/**/*.log'], { depth: 1 }), [
    'app/a.log',
    'app/db/b.log',
    'app/web/a.log',
  ])
})

test('** enters each directory once, through links only when there is no other way', () => {
  assert.deepEqual(find(['app/**/a.log'], { depth: -1 }), [
    'app/a.log',
    'app/web/a.log',
    'app/web/deep/a.log',
    'app/linked/web/a.log',
  ])
})

test('a file is found once, whatever number of patterns it matches', () => {
  assert.deepEqual(find(['a*.log', '*.log', 'a.log']).toSorted(), find(['*.log']))
})

test('excluded files and directories are not found', () => {
  const exclusions = {
    ExcludeFiles: ['.*'],
    ExcludeFilePaths: [join(root, 'a.*')],
    ExcludeDirs: [join(root, 'app/web'), join(root, 'app/linked')],
  }
  assert.deepEqual(find(['*.log'], exclusions), ['broken.log', 'link.log'])
  assert.deepEqual(find(['app/**/*.log'], { ...exclusions, depth: -1 }), [
    'app/a.log',
    'app/db/b.log',
  ])
  assert.deepEqual(find(['a.log', 'app/web/a.log'], exclusions), [])
})

test('a file whose name cannot be expressed is told of', () => {
  const path = Buffer.concat([
    Buffer.from(`${root}/odd/`),
    Buffer.from([0xff]),
    Buffer.from('.log'),
  ])
  mkdirSync(join(root, 'odd'))
  writeFileSync(path, '')
  const logger = new MemoryLogger()
  assert.deepEqual(find(['odd/*.log'], {}, logger), [])
  assert.deepEqual(
    logger.records.map(({ message }) => message),
    ['a file whose name is not valid UTF-8 is not collected'],
  )
})

test('patterns that match nothing are named', () => {
  const { unmatched } = search(discover(['*.log', 'x*/*.log', 'app/*.txt']))
  assert.deepEqual(unmatched, [join(root, 'x*/*.log'), join(root, 'app/*.txt')])
})

test('a new name in a searched directory is recognised without a search', () => {
  const discovery = discover(['app/**/*.log', 'x.txt'], { depth: 1, ExcludeFiles: ['no*'] })
  search(discovery)
  const paths = ['app/new.log', 'app/web/new.log', 'x.txt', 'app/web/deep/new.log', 'new.log']
  const expected = [true, true, true, false, false]
  assert.deepEqual(
    paths.map((path) => discovery.matches(join(root, path))),
    expected,
  )
  assert.ok(!discovery.matches(join(root, 'app/no.log')))
})

test('files directly in / are collected only when that is allowed', () => {
  const log = new OnceLog(new MemoryLogger())
  const none = new Exclusions({ ExcludeFilePaths: [], ExcludeFiles: [], ExcludeDirs: [] })
  for (const inRoot of [false, true]) {
    const globs = [parsePathGlob('/sluice-test.log', 0)]
    assert.equal(search(new Discovery(globs, none, { inRoot, log })).paths.size, inRoot ? 1 : 0)
  }
})

test('a relative path is taken from the working directory', () => {
  assert.equal(parsePathGlob('x/../a.log', 0).literal, join(process.cwd(), 'a.log'))
})

for (const path of ['/a/**/b/*.log', '/**/a/**/b.log', '/a/']) {
  test(`the path ${path} is refused`, () => {
    assert.throws(() => parsePathGlob(path, 0))
  })
}
