// The process that resolves and installs packages: npm's libraries with settings that no other process sees.
import { redact } from '../redact.ts'
import { explainNpmError } from './explain-npm-error.ts'
import { loadNpmConfig } from './load-npm-config.ts'
import type { InstallMessage, InstallRequest } from './messages.ts'
import { resolveTree } from './resolve-tree.ts'

process.once('message', (request: InstallRequest) => {
  void install(request).finally(() => process.disconnect?.())
})

async function install(request: InstallRequest): Promise<void> {
  let { secrets } = request
  const post = (message: InstallMessage): void => {
    process.send?.(
      JSON.parse(JSON.stringify(message), (_, value: unknown) => {
        return typeof value === 'string' ? redact(value, secrets) : value
      }),
    )
  }
  try {
    const config = await loadNpmConfig(request.root, request.npmConfig)
    secrets = [...secrets, ...config.secrets]
    const resolution = await resolveTree(request, config.options)
    if ('problems' in resolution) return post({ type: 'problems', ...resolution })
    post({ type: 'resolved', packages: resolution.packages })
    await new Promise((resolve) => process.once('message', resolve))
    await resolution.install()
    post({ type: 'installed', changes: resolution.changes })
  } catch (error) {
    post({ type: 'problems', problems: [explainNpmError('the packages', error)] })
  }
}
