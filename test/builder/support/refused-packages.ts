import { NpmRegistry } from '../../support/npm-registry.ts'
import { pluginApi, pluginPackage, processorModule } from './plugin-package.ts'

/** A processor made by hand, of a kind that does not exist. */
export const unknownKind = `import { defineProcessor } from '@sluice/plugin'
const definition = defineProcessor({
  type: 'processor_sink',
  description: 'Is no processor.',
  stability: 'experimental',
  setup: () => ({ v1: { processLogs: (logs) => logs } }),
})
export default { ...definition, kind: 'sink' }
`
export const otherKind = processorModule('flusher_misnamed')
export const named = processorModule('processor_named').replace(
  'export default',
  'export const it =',
)
export const number = 'export default 42\n'
export const builtInType = processorModule('processor_rename')
export const throwing = `throw new Error('no licence file')\n`

/** First bytes of a DLL for x64, of which an addon for Windows is one. */
const dll = Buffer.alloc(128)
dll.write('MZ')
dll.writeUInt32LE(64, 0x3c)
dll.write('PE\0\0', 64)
dll.writeUInt16LE(0x8664, 68)

export interface Registries {
  /** Leads to all of them: any name to an open one, @locked to one that wants a token, @away to none. */
  readonly npmrc: string
  close(): Promise<unknown>
}

/** Registries with what the refused manifests ask for. */
export async function startRegistries(): Promise<Registries> {
  const [open, locked] = [await NpmRegistry.start(), await NpmRegistry.start({ token: 'token' })]
  publish(open)
  const scopes = `@locked:registry=${locked.url}\n@away:registry=http://127.0.0.1:9/\n`
  return {
    npmrc: `registry=${open.url}\n${scopes}`,
    close: () => Promise.all([open.close(), locked.close()]),
  }
}

function publish(registry: NpmRegistry): void {
  const api = (range: string) => ({ peerDependencies: { '@sluice/plugin': range } })
  const requiring = (type: string, range: string) =>
    processorModule(type, `requires: { tiny: '${range}' },\n  `)
  const packages = [
    pluginPackage('@acme/alpha', '1.0.0', {
      files: { 'beta.js': processorModule('processor_beta') },
      manifest: { exports: { '.': './index.js', './beta': './beta.js' } },
    }),
    pluginPackage('@acme/alpha', '2.0.0'),
    pluginPackage('@acme/copy', '1.0.0', { code: processorModule('processor_alpha') }),
    pluginPackage('@acme/named', '1.0.0', { code: named }),
    pluginPackage('@acme/number', '1.0.0', { code: number }),
    pluginPackage('@acme/sink', '1.0.0', { code: unknownKind }),
    pluginPackage('@acme/misnamed', '1.0.0', { code: otherKind }),
    pluginPackage('@acme/rename', '1.0.0', { code: builtInType }),
    pluginPackage('@acme/throwing', '1.0.0', { code: throwing }),
    pluginPackage('@acme/waiting', '1.0.0', { code: 'await new Promise(() => {})\n' }),
    pluginPackage('@acme/exiting', '1.0.0', { code: 'process.exit(0)\n' }),
    pluginPackage('@acme/older', '1.0.0', { manifest: api('^0.0.9') }),
    pluginPackage('@acme/newer', '1.0.0', { manifest: api('^0.2.0') }),
    pluginPackage('@acme/newest', '1.0.0', { manifest: api('^0.3.0') }),
    pluginPackage('@acme/mac', '1.0.0', { manifest: { os: ['darwin'] } }),
    pluginPackage('@acme/windows', '1.0.0', { files: { 'build/addon.node': dll } }),
    pluginPackage('@acme/compiled', '1.0.0', { files: { 'binding.gyp': '{}' } }),
    pluginPackage('@acme/typescript', '1.0.0', {
      files: { 'index.ts': processorModule('processor_typescript') },
      manifest: { exports: './index.ts' },
    }),
    pluginPackage('@acme/tiny-one', '1.0.0', { code: requiring('processor_one', '^1.0.0') }),
    pluginPackage('@acme/tiny-two', '1.0.0', { code: requiring('processor_two', '^2.0.0') }),
    pluginPackage('@acme/orphan', '1.0.0', { manifest: { dependencies: { nowhere: '^1.0.0' } } }),
    { 'package.json': '{"name": "tiny", "version": "1.0.0"}' },
    pluginApi('0.3.0'),
    pluginApi('0.1.0'),
  ]
  for (const each of packages) registry.publish(each)
}
