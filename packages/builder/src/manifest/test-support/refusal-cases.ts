import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { refusal, repository, summary } from './repository.ts'

/** A manifest that is refused. */
export interface RefusalCase {
  readonly text: string
  /** `line:column CODE` of every error, in order. */
  readonly errors: readonly string[]
  /** Found and expected, of the first error. */
  readonly message: RegExp
  /** The remedy, of the first error. */
  readonly hint: RegExp
}

/** Folders and files that paths of the cases lead to. */
const surroundings = {
  'ok/package.json': '{"name": "@acme/ok"}',
  'bare/readme.md': '',
  'nameless/package.json': '{"version": "1.0.0"}',
  'broken/package.json': '{',
  'file.txt': '',
}

/** A manifest with these lines in its list `common`, the first of them in line 3. */
export function common(...lines: readonly string[]): string {
  return ['plugins:', '  common:', ...lines.map((line) => `    ${line}`), ''].join('\n')
}

/** Tests each case as `plugins.yml`; the word `canary` stands for what no message may show. */
export function testRefusals(title: string, cases: Readonly<Record<string, RefusalCase>>): void {
  suite(`refused with place, found, expected and remedy: ${title}`, () => {
    for (const [name, { text, errors, message, hint }] of Object.entries(cases)) {
      test(name, async (t) => {
        const root = repository(t, { ...surroundings, 'plugins.yml': text })
        const findings = await refusal(root, { env: { EMPTY: '' } })
        assert.deepEqual(
          findings.map(summary),
          errors.map((error) => `plugins.yml:${error}`),
        )
        assert.match(findings[0]?.message ?? '', message)
        assert.match(findings[0]?.hint ?? '', hint)
        const words = JSON.stringify(findings)
        assert.ok(!words.includes('canary'), words)
        for (const finding of findings) {
          assert.equal(finding.severity, 'error')
          assert.match(finding.message, /expected/)
          assert.ok(finding.hint !== '')
        }
      })
    }
  })
}
