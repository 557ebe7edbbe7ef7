// `npm run build`: the command as one bundle, and every package's modules as they are published.
import { relative } from 'node:path'
import { bundleCommand } from './build/bundle-command.ts'
import { compilePackages } from './build/compile-packages.ts'
import { root } from './root.ts'

const start = performance.now()
const [bundle, modules] = await Promise.all([bundleCommand(root), compilePackages(root)])
const seconds = ((performance.now() - start) / 1000).toFixed(1)
console.log(
  `${relative(root, bundle.directory)}: ${bundle.files} files, ${Math.round(bundle.bytes / 1024)} KiB; ` +
    `packages/*/lib: ${modules} modules; ${seconds} s`,
)
