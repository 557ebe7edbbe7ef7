import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Tree } from '../../support/pack-tree.ts'
import type { Registries } from './refused-packages.ts'
import { type Ended, Repository } from './repository.ts'

/** A repository whose build is refused, and what has to be said of it. */
export interface Refusal {
  /** The lines of external_plugins.yml. */
  readonly manifest?: readonly string[]
  readonly files?: Tree
  readonly args?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly code: string
  /** `file:line:column`; absent when no file is the cause. */
  readonly place?: string
  /** The plugin or package. */
  readonly subject: RegExp
  readonly found: RegExp
  readonly expected: RegExp
  readonly remedy: RegExp
  /** A module that a collector refuses with the same code when it is given with `--plugin`. */
  readonly atLoad?: string
}

/** Lines of a manifest with these entries in `common`; the first of them is line 3. */
export function listing(...entries: readonly string[]): readonly string[] {
  return ['plugins:', '  common:', ...entries.map((entry) => `    ${entry}`)]
}

/** Builds with the real command: it says all that, and neither builds nor changes anything. */
export async function assertRefused(
  t: TestContext,
  { npmrc }: Registries,
  refusal: Refusal,
): Promise<void> {
  const { manifest, files, args = [], environment, code, place, atLoad } = refusal
  const repository = new Repository(t, {
    '.npmrc': npmrc,
    ...(manifest && { 'external_plugins.yml': `${manifest.join('\n')}\n` }),
    ...files,
  })
  const before = filesOf(repository)
  const ended = await repository.sluice(['build', ...args], environment)
  assert.equal(ended.code, 2, ended.stdout + ended.stderr)
  const [message, hint] = finding(ended)
  const where = place === undefined ? '' : `${place}: `
  assert.ok(message.startsWith(`${where}error ${code}: `), ended.stderr)
  for (const part of ['subject', 'found', 'expected'] as const) {
    assert.match(message, refusal[part], part)
  }
  assert.match(hint, refusal.remedy)
  assert.ok(!repository.has('output'), 'nothing is built')
  assert.deepEqual(filesOf(repository), before)
  t.diagnostic(`${ended.seconds.toFixed(2)} s ${code}`)
  if (atLoad !== undefined) await assertRefusedAtLoad(repository, atLoad, refusal)
}

async function assertRefusedAtLoad(
  repository: Repository,
  module: string,
  { code, found, expected }: Refusal,
): Promise<void> {
  repository.write({ 'package.json': '{"type": "module"}', 'mine.js': module })
  const ended = await repository.sluice(['plugins', 'ls', '--plugin', './mine.js'])
  assert.equal(ended.code, 2, ended.stdout)
  assert.ok(ended.stderr.startsWith(`sluice: ${code}: `), ended.stderr)
  assert.match(ended.stderr, found)
  assert.match(ended.stderr, expected)
}

/** The first error and what it says to do. */
function finding({ stderr }: Ended): readonly [message: string, hint: string] {
  const lines = stderr.split('\n')
  const index = lines.findIndex((line) => / ?error [A-Z_]+: /.test(line))
  assert.ok(index >= 0, stderr)
  return [lines[index] ?? '', lines[index + 1] ?? '']
}

function filesOf(repository: Repository): readonly (string | undefined)[] {
  return ['package.json', 'package-lock.json'].map((path) => {
    return repository.has(path) ? repository.read(path) : undefined
  })
}
