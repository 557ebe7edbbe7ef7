import type { Tree } from '../../support/pack-tree.ts'

/** The plugin API's package as the build's resolver sees it: the code of plugins gets the core's own. */
export const pluginApi = (version = '0.1.0'): Tree => ({
  'package.json': JSON.stringify({ name: '@sluice/plugin', version, exports: './index.js' }),
  'index.js': '',
})

/** The module of a processor. */
export function processorModule(type: string, more = ''): string {
  return `import { defineProcessor } from '@sluice/plugin'
export default defineProcessor({
  type: '${type}',
  description: '${type} passes everything on.',
  stability: 'experimental',
  ${more}setup: () => ({ v1: { processLogs: (logs) => logs } }),
})
`
}

interface PackageOptions {
  /** Default: that of the processor that the package's name ends in. */
  readonly code?: string
  readonly files?: Tree
  /** What else its package.json says, or says differently. */
  readonly manifest?: object
}

/** A package of one plugin: `@acme/one` defines `processor_one`. */
export function pluginPackage(name: string, version: string, options: PackageOptions = {}): Tree {
  const { code = processorModule(`processor_${name.split('/').at(-1)}`), files, manifest } = options
  return {
    'package.json': JSON.stringify({
      name,
      version,
      type: 'module',
      exports: './index.js',
      peerDependencies: { '@sluice/plugin': '^0.1.0' },
      ...manifest,
    }),
    'index.js': code,
    ...files,
  }
}
