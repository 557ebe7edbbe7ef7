import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { BuildRefused, type Finding } from '../../finding.ts'
import { type Manifest, type ManifestOptions, readManifests } from '../index.ts'

/** Files by their path. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Writes the files below a new folder that goes away with the test. */
export function repository(test: TestContext, files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'sluice-manifest-'))
  test.after(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** What the manifests of a folder say. */
export async function read(
  root: string,
  options: Partial<ManifestOptions> = {},
): Promise<Manifest> {
  const manifest = await readManifests({ root, selection: undefined, env: {}, ...options })
  assert.ok(manifest !== 'off')
  return manifest
}

/** Why the manifests of a folder are refused. */
export async function refusal(
  root: string,
  options: Partial<ManifestOptions> = {},
): Promise<readonly Finding[]> {
  try {
    await readManifests({ root, selection: undefined, env: {}, ...options })
  } catch (error) {
    assert.ok(error instanceof BuildRefused, String(error))
    return error.findings
  }
  return []
}

/** `file:line:column CODE`. */
export function summary({ place, code }: Finding): string {
  return place === undefined ? code : `${place.file}:${place.line}:${place.column} ${code}`
}
