import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { temporaryTree } from '../scripts/temporary-tree.ts'
import { sluice } from './support/sluice-process.ts'

const file = { Type: 'input_file', FilePaths: ['app.log'] }
const toStdout = { Type: 'flusher_stdout', OnlyStdout: true }

/** Plugin, what does the work, and the rest of each line. */
async function explain(t: TestContext, pipeline: object) {
  const sections = { inputs: [file], flushers: [toStdout], ...pipeline }
  const cwd = temporaryTree(t, { 'app.json': JSON.stringify(sections) })
  const { code, stdout, stderr } = await sluice(t, ['validate', 'app.json', '--explain'], cwd)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^pipeline app \(app\.json\)\n/)
  assert.match(stdout, /1 pipeline valid/)
  const lines = stdout.matchAll(/^ {2}(\S*) +(compiled|JavaScript) +(.*)$/gm)
  return [...lines].map(([, plugin, by, what]) => [plugin, by, what])
}

function regex(Regex: string, Keys: readonly string[]): object {
  return { Type: 'processor_regex', SourceKey: 'content', Regex, Keys }
}

test('explains what of a pipeline is compiled, in the order of the events', async (t) => {
  const processors = [
    regex('^(\\S+) (.*)$', ['a', 'b']),
    { Type: 'processor_filter_regex', Include: { a: '^a' } },
    { Type: 'processor_parse_timestamp_native', SourceKey: 'a', SourceFormat: '%s' },
    { Type: 'processor_split_char', SourceKey: 'b', SplitSep: ',', SplitKeys: ['c'] },
    { Type: 'processor_json', SourceKey: 'b', ExpandDepth: 1 },
    { Type: 'processor_rename', SourceKeys: ['a'], DestKeys: ['c'] },
  ]
  assert.deepEqual(await explain(t, { processors }), [
    ['input_file/1', 'compiled', 'lines'],
    ['processor_regex/1', 'compiled', 'regex "^(\\S+) (.*)$"'],
    ['processor_filter_regex/1', 'compiled', 'regex "^a"'],
    ['processor_parse_timestamp_native/1', 'compiled', 'time'],
    ['processor_split_char/1', 'compiled', 'delimiter'],
    ['processor_json/1', 'compiled', 'json'],
    ['processor_rename/1', 'JavaScript', 'rows of byte ranges (columns view)'],
    ['aggregator_default/1', 'JavaScript', 'rows of byte ranges (columns view)'],
    ['flusher_stdout/1', 'compiled', 'JSON lines of logs'],
  ])
})

test('says why an expression runs on V8', async (t) => {
  const [, first] = await explain(t, { processors: [regex('(a|ab)(c|bcd)', ['x', 'y'])] })
  assert.deepEqual(first?.slice(0, 2), ['processor_regex/1', 'JavaScript'])
  assert.match(String(first?.[2]), /^regex "\(a\|ab\)\(c\|bcd\)": two alternatives, .* begin alike/)
})

test('explains how lines are joined', async (t) => {
  const Multiline = { StartPattern: '^\\d{4}-.*', EndPattern: '(?<!a)b' }
  const inputs = [{ ...file, Multiline, FileEncoding: 'gbk', FileOffsetKey: 'at' }]
  const [lines, start, end] = await explain(t, { inputs })
  assert.match(String(lines?.[2]), /^lines: .*Node\.js; .*joined .*; .*places/)
  assert.deepEqual(start, ['', 'compiled', 'regex "(?-m)^\\d{4}-"'])
  assert.deepEqual(end?.slice(0, 2), ['', 'JavaScript'])
})

test('says which values a compiled expression leaves to V8', async (t) => {
  const [, found] = await explain(t, { processors: [regex('(\\d+)[xé]*', ['x'])] })
  assert.equal(found?.[1], 'compiled')
  assert.match(String(found?.[2]), /V8 decides where a class has only some of the characters/)
})

test('says which values processor_json leaves to plain JavaScript', async (t) => {
  const json = { Type: 'processor_json', SourceKey: 'content' }
  const [, found] = await explain(t, { processors: [json] })
  assert.deepEqual(found?.slice(1), [
    'compiled',
    'json: values with objects to expand are left to plain JavaScript',
  ])
})

test('knows that kernels do not see the events of an input that makes objects', async (t) => {
  const mock = { Type: 'service_mock', LogsPerSecond: 1 }
  const processors = [regex('(\\d+)', ['x'])]
  const only = await explain(t, { inputs: [mock], processors })
  assert.deepEqual(only.slice(0, 2), [
    ['service_mock/1', 'JavaScript', 'log objects (v1 view)'],
    [
      'processor_regex/1',
      'JavaScript',
      'regex "(\\d+)": the events of service_mock/1 are JavaScript objects',
    ],
  ])
  const both = await explain(t, { inputs: [file, mock], processors })
  const found = both.find(([plugin]) => plugin === 'processor_regex/1')
  assert.equal(found?.[1], 'compiled')
  assert.match(String(found?.[2]), /not for the events of service_mock\/1/)
})

test('tells which option of an input or flusher costs the compiled form', async (t) => {
  const inputs = [{ ...file, FileOffsetKey: 'at' }]
  const flushers = [{ ...toStdout, KeyValuePairs: false }]
  const lines = await explain(t, { inputs, flushers })
  assert.deepEqual(lines[0]?.slice(1), [
    'compiled',
    'lines: their places are added in plain JavaScript',
  ])
  assert.deepEqual(lines.at(-1)?.slice(1), [
    'JavaScript',
    'JSON lines of logs: KeyValuePairs is off',
  ])
})

test('keeps a secret out of the explanation', async (t) => {
  process.env['SLUICE_TEST_TOKEN'] = 'hunter2'
  t.after(() => delete process.env['SLUICE_TEST_TOKEN'])
  const processors = [regex('(\\d+) ${env:SLUICE_TEST_TOKEN}', ['x'])]
  const [, found] = await explain(t, { processors })
  assert.equal(found?.[2]?.split(':')[0], 'regex "(\\d+) ***"')
})
