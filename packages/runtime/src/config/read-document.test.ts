import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toValue } from './config-node.ts'
import { parseYaml } from './parse-yaml.ts'
import { readDocument } from './read-document.ts'
import { Reporter } from './reporter.ts'
import { Secrets } from './secrets.ts'
import { places } from './test-support/compile-text.ts'

function read(text: string, format: 'yaml' | 'json' = 'yaml') {
  const reporter = new Reporter('sample', text, false)
  const tree = readDocument(text, format, reporter, new Secrets({}))
  const { diagnostics } = reporter
  return {
    value: tree === undefined ? undefined : toValue(tree),
    places: places(diagnostics),
    first: diagnostics[0],
  }
}

test('unquoted scalars are typed, quoted and block scalars are strings', () => {
  const text = `a: 010\nb: '010'\nc: "yes"\nd: yes\ne:\nf: |\n  5\ng: !!str 5\nh: !!int 5\n`
  assert.deepEqual(read(text).value, {
    a: 8,
    b: '010',
    c: 'yes',
    d: true,
    e: null,
    f: '5\n',
    g: '5',
    h: 5,
  })
})

test('keys are always strings', () => {
  assert.deepEqual(read('1: a\nyes: b\n').value, { 1: 'a', yes: 'b' })
})

test('a key named __proto__ is an ordinary key', () => {
  const { value } = read('__proto__: {polluted: true}\n')
  assert.deepEqual(Object.keys(value as object), ['__proto__'])
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
})

test('aliases stand for the value of their anchor, also after it was set anew', () => {
  const text = 'a: &x {b: &y 1}\nc: &y 2\nd: *x\ne: *y\n'
  assert.deepEqual(read(text).value, { a: { b: 1 }, c: 2, d: { b: 1 }, e: 2 })
})

test('an alias inside its own value and an alias without anchor are errors', () => {
  assert.deepEqual(read('a: &x [1, *x]\n').places, ['1:11 error ALIAS_RECURSIVE'])
  assert.deepEqual(read('a: 1\nb: *nope\n').places, ['2:4 error ALIAS_UNKNOWN'])
})

test('an alias bomb is refused at the value that grows too large', () => {
  const levels = Array.from({ length: 12 }, (_, i) => {
    const refers = i === 0 ? 'x' : `*l${i - 1}`
    return `l${i}: &l${i} [${Array(10).fill(refers).join(', ')}]`
  })
  assert.deepEqual(read(levels.join('\n')).places, ['5:9 error CONFIG_TOO_COMPLEX'])
})

test('nesting is bounded, by text and by aliases', () => {
  assert.deepEqual(read('[ '.repeat(70) + '] '.repeat(70)).places, [
    '1:131 error CONFIG_TOO_COMPLEX',
  ])
  const chain = Array.from(
    { length: 70 },
    (_, i) => `l${i}: &l${i} [${i === 0 ? 1 : `*l${i - 1}`}]`,
  )
  assert.equal(read(chain.join('\n')).first?.code, 'CONFIG_TOO_COMPLEX')
  assert.equal(read('['.repeat(20_000)).first?.code, 'YAML_SYNTAX')
})

test('the same key twice in a map is an error at the second, and the first counts', () => {
  const { value, places: found, first } = read('a: 1\nb:\n  c: 1\n  c: 2\n')
  assert.deepEqual(found, ['4:3 error KEY_DUPLICATE'])
  assert.deepEqual(value, { a: 1, b: { c: 1 } })
  assert.equal(first?.path, 'b')
})

test('a large map is read in linear time', () => {
  const text = Array.from({ length: 30_000 }, (_, i) => `key${i}: ${i}`).join('\n')
  assert.equal(Object.keys(read(text).value as object).length, 30_000)
})

test('one mistake in a line is reported once, with a hint for the usual ones', () => {
  const flow = read('a: {Password: ${env:X}}\n')
  assert.deepEqual(flow.places, ['1:16 error YAML_SYNTAX'])
  assert.equal(flow.first?.hint, 'Inside { } and [ ] put a value that holds "${" in quotes.')
  assert.match(read('a: "\\d+"\n').first?.hint ?? '', /single quotes/)
  assert.match(read('a:\n\tb: 1\n').first?.hint ?? '', /Indent with spaces/)
  assert.match(read('a: 1\n---\nb: 2\n').first?.message ?? '', /more than one document/)
})

test('two mistakes far apart are both reported', () => {
  assert.deepEqual(read('a: "\\d"\nb: 1\nc: "\\w"\n').places, [
    '1:5 error YAML_SYNTAX',
    '3:5 error YAML_SYNTAX',
  ])
})

test('a text of mistakes only is given up soon', () => {
  for (const piece of [']', '\\d', '&a ', '!', '...\n', '%a\n', '? ', ': ']) {
    const { errors } = parseYaml(`"${piece.repeat(5000)}`)
    assert.ok(errors.length > 0 && errors.length <= 200, piece)
    const bare = parseYaml(piece.repeat(5000))
    assert.ok(bare.errors.length <= 200 && bare.warnings.length <= 100, piece)
  }
})

test('an empty file, a list as a key and an unknown tag are errors', () => {
  assert.deepEqual(read('# nothing\n').places, ['1:1 error CONFIG_EMPTY'])
  assert.deepEqual(read('? [a]\n: 1\n').places, ['1:1 error KEY_INVALID'])
  assert.deepEqual(read('a: !secret x\n').places, ['1:12 error TAG_UNSUPPORTED'])
})

test('a number with too many digits is a warning', () => {
  assert.deepEqual(read('a: 12345678901234567891\n').places, ['1:4 warning NUMBER_INEXACT'])
})

test('JSON is read with places, whatever its indentation', () => {
  const { value, places: found } = read(
    '{\n\t"a": [1, "2", null, true],\n\t"b": 1,\n\t"b": 2\n}',
    'json',
  )
  assert.deepEqual(value, { a: [1, '2', null, true], b: 1 })
  assert.deepEqual(found, ['4:2 error KEY_DUPLICATE'])
})

test('what is not JSON is refused in a JSON file', () => {
  assert.deepEqual(read('{\n  "a": 1,\n}', 'json').places, ['3:1 error JSON_SYNTAX'])
  assert.match(read('{"a": 1,}', 'json').first?.hint ?? '', /comma/)
  assert.match(read('{"a": 1 // one\n}', 'json').first?.hint ?? '', /comments/)
  assert.deepEqual(read('{"a": [1', 'json').places, ['1:9 error JSON_SYNTAX'])
  assert.deepEqual(read('a: 1\n', 'json').places, ['1:1 error JSON_SYNTAX'])
  assert.deepEqual(read('{"a": [1, 2,\n], "b": 1}', 'json').places, ['2:1 error JSON_SYNTAX'])
  assert.equal(read('{"a": [yes]}', 'json').first?.message, "Unexpected token 'y'")
  assert.deepEqual(read(' \n', 'json').places, ['1:1 error JSON_SYNTAX'])
})
