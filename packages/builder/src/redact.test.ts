import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { redact } from './redact.ts'

/** What means something in addresses, JSON, masks or UTF-16, and little else, so that texts overlap. */
const special = [...'*@/:"\\%2Fan\n ', '://', '\\"', '\ud83d', '\ude00']

function anyText(minLength: number) {
  return fc
    .oneof(
      fc.array(fc.constantFrom(...special), { minLength }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', minLength }),
    )
    .filter((text) => text.length >= minLength)
}

const spellings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => Buffer.from(secret).toString(),
  (secret) => encodeURIComponent(secret.toWellFormed()),
  (secret) => JSON.stringify(secret).slice(1, -1),
]

test('no secret survives in a text, however it is spelled and whatever surrounds it', () => {
  const secrets = fc.array(anyText(4), { minLength: 1, maxLength: 3 })
  const put = fc.array(fc.tuple(anyText(0), fc.nat(), fc.constantFrom(...spellings)))
  fc.assert(
    fc.property(secrets, put, anyText(0), (known, pieces, end) => {
      const texts = pieces.map(([before, n, spell]) => before + spell(known[n % known.length]!))
      const shown = redact(texts.join('') + end, known)
      for (const spell of spellings) {
        for (const secret of known) assert.ok(!shown.includes(spell(secret)), shown)
      }
    }),
    { numRuns: 2000 },
  )
})

test('no secret survives in a text that then becomes JSON', () => {
  const wellFormed = (minLength: number) => anyText(minLength).map((text) => text.toWellFormed())
  fc.assert(
    fc.property(wellFormed(4), wellFormed(0), wellFormed(0), (secret, before, after) => {
      const shown = redact(JSON.stringify({ message: before + secret + after }), [secret])
      assert.ok(!shown.includes(JSON.stringify(secret).slice(1, -1)), shown)
      assert.ok(!shown.includes(secret), shown)
    }),
    { numRuns: 1000 },
  )
})

test('user and password of an address are masked up to the last @ before the end of the host', () => {
  const userinfo = fc
    .array(fc.constantFrom(...'user:p@ss!$', '%2F', '%40', "'", '\\"'), { minLength: 1 })
    .map((parts) => parts.join(''))
  const rest = fc.constantFrom('', ':8080', '/a@1.0.0', '?a@b', '#a@b', ' a@b', '", "a@b"', '/://')
  fc.assert(
    fc.property(userinfo, rest, (who, after) => {
      assert.equal(redact(`<git+ssh://${who}@host${after}`, []), `<git+ssh://***@host${after}`)
    }),
  )
})

test('each address of a text is masked for itself', () => {
  assert.equal(
    redact('http://a:b@c@one/x https://two:8080/@scope/x//y@z ssh://git@three', []),
    'http://***@one/x https://two:8080/@scope/x//y@z ssh://***@three',
  )
})

test('JSON around an address stays as it is', () => {
  const plain = JSON.stringify({ hint: 'see https://host', name: '@acme/x', path: 'c://\\' })
  assert.equal(redact(plain, []), plain)
  const secret = JSON.stringify({ message: 'https://user:p"\\@s@host', name: '@acme/x' })
  assert.equal(redact(secret, []), '{"message":"https://***@host","name":"@acme/x"}')
})

test('a secret of under four characters is masked in addresses only', () => {
  assert.equal(redact('abc at https://u:abc@host/', ['abc', '']), 'abc at https://***@host/')
})

test('a text without secrets is not changed', () => {
  const text = '50% of "a\\b" \ud800 * ** *** user@host //x@y'
  assert.equal(redact(text, ['other', '\ud800\ud800\ud800\ud800']), text)
})
