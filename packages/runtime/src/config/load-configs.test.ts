import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { formatDiagnostic } from './diagnostic.ts'
import { loadConfigs } from './load-configs.ts'
import { sampleRegistry } from './test-support/sample-registry.ts'

const good = 'inputs: [{Type: metric_mock}]\nflushers: [{Type: flusher_stdout}]\n'

suite('loading a path', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'configs-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function write(name: string, content: string | Uint8Array = good): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  async function load(path: string, strict = false) {
    const { pipelines, disabled, diagnostics } = await loadConfigs(path, sampleRegistry, { strict })
    const lines = diagnostics.map((diagnostic) =>
      formatDiagnostic(diagnostic).replaceAll(`${folder}/`, ''),
    )
    return { names: pipelines.map(({ name }) => name), disabled, lines }
  }

  test('one file is one pipeline, named after it', async () => {
    assert.deepEqual(await load(write('access.log.yaml')), {
      names: ['access.log'],
      disabled: [],
      lines: [],
    })
  })

  test('a directory gives its pipeline files in order, without hidden ones, others and subdirectories', async () => {
    for (const name of ['c.json', 'b.yml', 'a.YAML', '.d.yaml', 'notes.txt', 'e.yaml~']) {
      write(
        name,
        name === 'c.json'
          ? '{"inputs":[{"type":"metric_mock"}],"flushers":[{"type":"flusher_stdout"}]}'
          : good,
      )
    }
    mkdirSync(join(folder, 'sub.yaml'))
    symlinkSync(join(folder, 'b.yml'), join(folder, 'link.yaml'))
    assert.deepEqual((await load(folder)).names, ['a', 'b', 'c', 'link'])
  })

  test('a bad file does not keep the others from loading, and every fault of all files is reported', async () => {
    write('a.yaml', 'inputs: 5\n')
    write('b.yaml')
    write('c.yaml', 'flushers: {\n')
    write('d.yaml', `enable: no\n`)
    const { names, disabled, lines } = await load(folder)
    assert.deepEqual(names, ['b'])
    assert.deepEqual(disabled, ['d'])
    assert.deepEqual(
      lines.map((line) => line.slice(0, line.indexOf(': ', 16))),
      [
        'a.yaml:1:1: error SECTION_MISSING',
        'a.yaml:1:9: error OPTION_TYPE_WRONG',
        'c.yaml:2:1: error YAML_SYNTAX',
      ],
    )
  })

  test('two files with one name are both refused, each naming the other', async () => {
    write('a.yaml')
    write('a.json', '{}')
    write('b.yaml')
    const { names, lines } = await load(folder)
    assert.deepEqual(names, ['b'])
    assert.match(lines[0] ?? '', /^a\.json:1:1: error PIPELINE_NAME_DUPLICATE: .*a\.yaml/)
    assert.match(lines[1] ?? '', /^a\.yaml:1:1: error PIPELINE_NAME_DUPLICATE: .*a\.json/)
    assert.equal(lines.length, 2)
  })

  test('what is no pipeline file is refused with the reason', async () => {
    const faults = [
      [join(folder, 'nope.yaml'), /error FILE_NOT_FOUND: the path does not exist/],
      [write('a.toml'), /a\.toml:1:1: error FILE_EXTENSION_UNKNOWN/],
      [write('b.yaml', 'a'.repeat(4 * 1024 * 1024 + 1)), /error FILE_TOO_LARGE.*than 4 MiB/],
      [write('c.yaml', Uint8Array.of(0xff, 0xfe, 0x61)), /error FILE_NOT_UTF8/],
      [join(folder, 'a.toml', 'below.yaml'), /error FILE_NOT_FOUND/],
      ['/dev/null', /error FILE_EXTENSION_UNKNOWN/],
    ] as const
    for (const [path, wording] of faults) {
      const { names, lines } = await load(path)
      assert.deepEqual(names, [])
      assert.equal(lines.length, 1)
      assert.match(lines[0] ?? '', wording)
    }
  })

  test('a directory without a pipeline file is refused', async () => {
    write('notes.txt')
    const { lines } = await load(folder)
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /:1:1: error DIRECTORY_EMPTY: /)
  })

  test('a link to nowhere is reported, not passed over', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'a.yaml'))
    assert.match((await load(folder)).lines[0] ?? '', /^a\.yaml:1:1: error FILE_NOT_FOUND/)
  })

  test('a byte order mark is no part of the text', async () => {
    assert.deepEqual((await load(write('a.yaml', `\ufeff${good}`))).lines, [])
  })

  test('strictly read, a warning refuses the pipeline', async () => {
    const path = write('a.yaml', `${good}unknown: 1\n`)
    assert.deepEqual((await load(path)).names, ['a'])
    assert.deepEqual((await load(path, true)).names, [])
  })
})
