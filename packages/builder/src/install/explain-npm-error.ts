import type { InstallProblem } from './messages.ts'

interface NpmError extends Error {
  readonly code?: string
  readonly uri?: string
  readonly stderr?: string
  readonly versions?: readonly string[]
}

const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT|ERESPONSETIMEOUT)$/

/** What npm's libraries threw while they looked for a package, as a finding. */
export function explainNpmError(spec: string, error: unknown, name?: string): InstallProblem {
  const { code = '', uri, message, stderr } = error as NpmError
  const from = uri === undefined ? '' : ` at ${new URL(uri).origin}`
  const problem = (of: Omit<InstallProblem, 'name'>): InstallProblem =>
    name === undefined ? of : { name, ...of }
  if (code === 'E404') {
    return problem({
      code: 'PACKAGE_NOT_FOUND',
      message: `there is no package ${spec}${from}`,
      hint: 'Check the name; a scope of your own needs its registry in .npmrc or project.npm_config: "@scope:registry".',
    })
  }
  if (code === 'ETARGET') {
    return problem({
      code: 'PACKAGE_VERSION_NOT_FOUND',
      message: `no version of the package matches ${spec}`,
      hint: `npm view ${(error as NpmError).name} versions lists what there is.`,
    })
  }
  if (code === 'E401' || code === 'E403' || code === 'ENEEDAUTH') {
    return problem({
      code: 'REGISTRY_REFUSED',
      message: `the registry refused to give ${spec}${from}: ${code === 'E403' ? 'forbidden (403)' : 'not authenticated (401)'}`,
      hint: 'Set //host/:_authToken for that registry in .npmrc or project.npm_config, its value as ${env:NAME}.',
    })
  }
  if (UNREACHABLE.test(code)) {
    return problem({
      code: 'REGISTRY_UNREACHABLE',
      message: `the registry of ${spec} cannot be reached${from}: ${message}`,
      hint: 'Check the address in .npmrc or project.npm_config, the proxy, and the network.',
    })
  }
  if (stderr !== undefined) {
    return problem({
      code: 'GIT_FAILED',
      message: `git could not get ${spec}: ${lastLines(stderr)}`,
      hint: 'Try git ls-remote with the same address; credentials belong into project.git_config as ${env:NAME}.',
    })
  }
  return problem({
    code: 'PACKAGE_UNAVAILABLE',
    message: `${spec} cannot be resolved: ${code === '' ? '' : `${code}: `}${message}`,
    hint: 'Correct the entry, or try npm install with the same package to see more.',
  })
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-2).join(' ')
}
