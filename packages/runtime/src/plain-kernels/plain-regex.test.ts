import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlainRegex } from './plain-regex.ts'

function replaced(pattern: string, text: string, which: 'first' | 'all'): string {
  const regex = new PlainRegex(pattern, { dialect: 're2', match: 'search' }, 'a test')
  return regex.replace(text, which, (match, groups) => `<${[match, ...groups].join('|')}>`)
}

test('replaces the first match or all, and hands over match and groups', () => {
  assert.equal(replaced('(a)(x)?', 'baca', 'all'), 'b<a|a|>c<a|a|>')
  assert.equal(replaced('(a)(x)?', 'baxca', 'first'), 'b<ax|a|x>ca')
  assert.equal(replaced('z', 'baca', 'all'), 'baca')
  assert.equal(replaced('z', 'baca', 'first'), 'baca')
  assert.equal(replaced('^a|é', 'aaé😀', 'all'), '<a>a<é>😀')
})

test('an empty match behind another match is none', () => {
  assert.equal(replaced('a*', 'baaac', 'all'), '<>b<aaa>c<>')
  assert.equal(replaced('a*', 'baaac', 'first'), '<>baaac')
  assert.equal(replaced('', '', 'all'), '<>')
})
