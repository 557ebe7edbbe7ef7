import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, suite, test } from 'node:test'
import type { CompiledPipeline } from './compile-pipeline.ts'
import { formatDiagnostic } from './diagnostic.ts'
import { compileText } from './test-support/compile-text.ts'

const text = readFileSync(new URL('fixtures/ten-mistakes.yaml', import.meta.url), 'utf8')

const mistakes = [
  ['2:1 warning KEY_UNKNOWN', 'gobal', /Did you mean "global"\?/],
  ['4:20 error OPTION_TYPE_WRONG', 'global.InputIntervalMs', /whole number .* the string "soon"/],
  ['7:18 error OPTION_TYPE_WRONG', 'inputs[0].Tags.port', /must be a string.* 161[^]*in quotes/],
  ['8:5 warning OPTION_UNKNOWN', 'inputs[0].Feilds', /Did you mean "Fields"\?/],
  ['9:11 error PLUGIN_UNKNOWN', 'inputs[1].Type', /Did you mean "metric_mock"\?/],
  ['11:11 error OPTION_MISSING', 'processors[0].Regex', /expected a string[^]*Add Regex/],
  ['12:5 warning OPTION_UNKNOWN', 'processors[0].Regexp', /Did you mean "Regex"\?/],
  ['14:11 error PLUGIN_WRONG_SECTION', 'processors[1].Type', /is a flusher[^]*under flushers:/],
  ['16:5 error OPTION_UNKNOWN', 'processors[2].prot', /Did you mean "port"\?/],
  ['20:17 error OPTION_TYPE_WRONG', 'flushers[0].OnlyStdout', /true or false[^]*Remove the quotes/],
  ['21:14 error OPTION_INVALID', 'flushers[0].OnError', /Did you mean "dead_letter"\?/],
  ['23:5 error OPTION_UNKNOWN', 'flushers[1].Tags', /Write "Type" with a capital letter/],
] as const

suite('a file with ten mistakes and their consequences', () => {
  let compiled: CompiledPipeline
  before(async () => {
    compiled = await compileText(text, { file: 'conf/ten.yaml' })
  })

  for (const [index, [place, path, wording]] of mistakes.entries()) {
    test(`${path}: ${place}`, () => {
      const diagnostic = compiled.diagnostics[index]
      assert.ok(diagnostic !== undefined)
      const [position, rest] = [
        place.slice(0, place.indexOf(' ')),
        place.slice(place.indexOf(' ') + 1),
      ]
      assert.equal(diagnostic.path, path)
      const line = formatDiagnostic(diagnostic)
      assert.ok(line.startsWith(`conf/ten.yaml:${position}: ${rest}: `), line)
      assert.match(line, wording)
    })
  }

  test('reports nothing else and gives no plan', () => {
    assert.equal(compiled.diagnostics.length, mistakes.length)
    assert.equal(compiled.plan, undefined)
  })

  test('strictly read, every warning is an error', async () => {
    const strict = await compileText(text, { strict: true })
    assert.equal(strict.diagnostics.length, mistakes.length)
    assert.ok(strict.diagnostics.every(({ severity }) => severity === 'error'))
  })
})
