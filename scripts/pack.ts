// `npm run pack -- DIRECTORY`: tarballs of every published package, as a release would publish them. With --version and
// --plugin-api they carry these versions; the working tree stays as it is.
import { parseArgs } from 'node:util'
import { packPackages } from './pack/pack-packages.ts'
import { root } from './root.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { version: { type: 'string' }, 'plugin-api': { type: 'string' } },
})
const [directory, ...rest] = positionals
if (directory === undefined || rest.length > 0) {
  console.error('Usage: npm run pack -- DIRECTORY [--version 0.1.1] [--plugin-api 0.2.0]')
  process.exit(2)
}
const versions = { version: values.version, pluginApi: values['plugin-api'] }
const tarballs = await packPackages(root, directory, versions)
console.log(tarballs.map(({ path }) => path).join('\n'))
