import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import * as z from '@sluice/plugin/schema'
import { compileProcessor, places } from './test-support/compile-text.ts'
import { registryWith, sampleRegistry } from './test-support/sample-registry.ts'

const anyText = registryWith(z.object({ Text: z.string() }))
const secret = 'hunter2\n"quoted"'

async function textOf(value: string, env = {}) {
  const { plan, diagnostics } = await compileProcessor(`    Text: ${value}\n`, anyText, env)
  return { text: plan?.processors[0]?.options['Text'], diagnostics }
}

suite('secret references', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  function write(name: string, content: string | Uint8Array): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  test('variables and files are put in place, quoted or not, and stay strings', async () => {
    assert.equal((await textOf('${env:A}', { A: '5' })).text, '5')
    assert.equal((await textOf("'u:${env:A}@${env:B}'", { A: 'x', B: '' })).text, 'u:x@')
    const file = write('token', 'abc\n\n')
    assert.equal((await textOf(`\${file:${file}}`)).text, 'abc\n')
  })

  test('a value is not searched for references again, and plain ${NAME} stays', async () => {
    assert.equal((await textOf('${env:A}', { A: '${env:B}', B: 'x' })).text, '${env:B}')
    assert.equal((await textOf("'${A} ${A:b} $x'", { A: 'x' })).text, '${A} ${A:b} $x')
  })

  test('what cannot be read is an error at its place, and no more is said of that option', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const faults = [
      ['${env:NOPE}', 'SECRET_UNAVAILABLE', /variable "NOPE" is not set/],
      ['${env:toString}', 'SECRET_UNAVAILABLE', /is not set/],
      ['${env:}', 'SECRET_REFERENCE_INVALID', /names no variable/],
      ['${env:A', 'SECRET_REFERENCE_INVALID', /no closing brace/],
      ['${file:relative}', 'SECRET_REFERENCE_INVALID', /not an absolute path/],
      [`\${file:${folder}/nope}`, 'SECRET_UNAVAILABLE', /does not exist/],
      [`\${file:${folder}}`, 'SECRET_UNAVAILABLE', /not a regular file/],
      [`\${file:${pipe}}`, 'SECRET_UNAVAILABLE', /not a regular file/],
      [`\${file:${write('big', 'x'.repeat(65_537))}}`, 'SECRET_UNAVAILABLE', /larger than 64 KiB/],
      [`\${file:${write('bad', Uint8Array.of(0xff))}}`, 'SECRET_UNAVAILABLE', /not UTF-8/],
    ] as const
    const short = registryWith(z.object({ Text: z.string().min(100) }))
    for (const [value, code, wording] of faults) {
      const { diagnostics } = await compileProcessor(`    Text: ${value}\n`, short)
      assert.deepEqual(places(diagnostics), [`7:11 error ${code}`], value)
      assert.match(diagnostics[0]?.message ?? '', wording)
    }
  })

  test('a file of the greatest size is read whole', async () => {
    const file = write('full', 'x'.repeat(65_536))
    assert.equal((await textOf(`\${file:${file}}`)).text, 'x'.repeat(65_536))
  })

  test('the secrets of one file are bounded together', async () => {
    const file = write('large', 'x'.repeat(65_536))
    const { diagnostics } = await textOf(`\${file:${file}}`.repeat(65))
    assert.match(diagnostics[0]?.message ?? '', /larger than 4 MiB together/)
  })
})

suite('secret values in messages', () => {
  const spill = 'it is $, and as JSON $'

  async function messages(config: z.ZodType, options: string) {
    const { diagnostics } = await compileProcessor(options, registryWith(config), { S: secret })
    assert.ok(diagnostics.length > 0)
    return JSON.stringify(diagnostics)
  }

  function spilling(value: unknown): string {
    return spill.replace('$', String(value)).replace('$', JSON.stringify(value))
  }

  test('a wrong type or an unknown choice does not show them', async () => {
    const config = z.object({ A: z.int(), B: z.enum(['x', 'y']), C: z.string().max(2) })
    const text = await messages(config, '    A: ${env:S}\n    B: ${env:S}\n    C: ${env:S}\n')
    assert.doesNotMatch(text, /hunter2|quoted/)
    assert.match(text, /a value from a secret reference/)
  })

  test('a message of the plugin about the option or the whole does not show them', async () => {
    const field = z.string().refine(() => false, { error: ({ input }) => spilling(input) })
    assert.doesNotMatch(
      await messages(z.object({ A: field }), '    A: ${env:S}\n'),
      /hunter2|quoted/,
    )
    const whole = z.object({ A: z.string() }).refine(() => false, {
      error: ({ input }) => spilling((input as { readonly A: string }).A),
    })
    const text = await messages(whole, '    A: pre-${env:S}\n')
    assert.doesNotMatch(text, /hunter2|quoted/)
    assert.match(text, /and as JSON/)
  })

  test('an error that a schema throws does not show them', async () => {
    const config = z.object({ A: z.string() }).refine(({ A }) => {
      throw new Error(spilling(A))
    })
    const text = await messages(config, '    A: ${env:S}\n')
    assert.doesNotMatch(text, /hunter2|quoted/)
  })

  test('the type of a plugin cannot come from one', async () => {
    const { diagnostics } = await compileProcessor('  - Type: ${env:S}\n', sampleRegistry, {
      S: 'hunter2',
    })
    assert.ok(places(diagnostics).includes('7:11 error PLUGIN_TYPE_INVALID'))
    assert.doesNotMatch(JSON.stringify(diagnostics), /hunter2/)
  })
})
