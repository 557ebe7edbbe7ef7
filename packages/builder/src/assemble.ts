import { join } from 'node:path'
import { billOfMaterials, licenseList } from './artifact/bill-of-materials.ts'
import { bundledPackages } from './artifact/bundled-packages.ts'
import { distributionFile } from './artifact/distribution-file.ts'
import { launchers } from './artifact/launchers.ts'
import { type NodeRuntime, nodeFiles } from './artifact/node-runtime.ts'
import { requiredFiles } from './artifact/required-packages.ts'
import {
  type ArtifactFile,
  DISTRIBUTION_FILE,
  writeArtifact,
  type WrittenArtifact,
} from './artifact/write-artifact.ts'
import { bundleCollector } from './bundle/bundle-collector.ts'
import type { LoadedEntry } from './compose/composition.ts'
import type { Core } from './core/core.ts'
import type { InspectedPlugin } from './inspect/messages.ts'
import type { Target } from './platform/target.ts'

export interface Assembly {
  readonly root: string
  /** Absolute. */
  readonly directory: string
  readonly core: Core
  readonly target: Target
  readonly name: string
  readonly version: string
  /** Absolute path of the generated module. */
  readonly registry: string
  /** Empty when the generated module of an earlier build is used. */
  readonly entries: readonly LoadedEntry[]
  readonly plugins: readonly InspectedPlugin[]
  readonly schema: object
  readonly reference: string
  /** Names of the packages outside of the bundle. */
  readonly required: readonly string[]
  readonly node: NodeRuntime | undefined
}

/** Bundles the collector and writes the distribution. */
export async function assemble(assembly: Assembly): Promise<WrittenArtifact> {
  const { root, core, target, name, version, entries, required, node } = assembly
  const bundle = await bundleCollector({
    root,
    core,
    registry: assembly.registry,
    version: `${name} ${version} (sluice ${core.version})`,
    modules: new Map(entries.map(({ entry, url }) => [entry.import, url])),
    external: required,
  })
  const needed = await requiredFiles(required, root)
  const packages = bundledPackages([
    ...bundle.modules,
    ...needed.map(({ path }) => join(root, path)),
    ...(node === undefined ? [] : [join(node.directory, 'package.json')]),
  ])
  const files: ArtifactFile[] = [
    ...[...bundle.files].map(([path, content]) => ({ path, content })),
    ...(await launchers(core, target.os)),
    ...needed,
    ...(node === undefined ? [] : await nodeFiles(node, target)),
    { path: DISTRIBUTION_FILE, content: distributionFile(assembly, entries) },
    {
      path: 'pipeline.schema.json',
      content: `${JSON.stringify(assembly.schema, undefined, 2)}\n`,
    },
    { path: 'plugins.md', content: assembly.reference },
    { path: 'sbom.cdx.json', content: billOfMaterials({ name, version }, packages) },
    { path: 'licenses.txt', content: licenseList(packages) },
  ]
  return writeArtifact(assembly.directory, files)
}
