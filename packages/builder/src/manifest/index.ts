export type { Group, Manifest, ManifestEntry, ManifestOptions, PackageSpec } from './manifest.ts'
export { readManifests } from './read-manifests.ts'
