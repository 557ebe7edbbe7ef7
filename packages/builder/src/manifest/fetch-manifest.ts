import type { Problem } from './findings.ts'
import { largestFile } from './manifest.ts'
import type { UrlSource } from './select-sources.ts'

const timeoutMs = 10_000
const mostRedirects = 5
const loopbackV4 = /^127(\.\d+){3}$/
const redirects = new Set([301, 302, 303, 307, 308])

/** Gets a manifest of at most 1 MiB within ten seconds. Every redirect has to keep the rules for addresses. */
export async function fetchManifest(
  source: UrlSource,
  fetchUrl: typeof fetch,
): Promise<string | Problem> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    let { url } = source
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const refused = refuseAddress(url)
      if (refused !== undefined) return refused
      const response = await fetchUrl(url, { signal, redirect: 'manual' })
      const target = redirects.has(response.status) ? response.headers.get('location') : null
      if (target === null) return await readResponse(response)
      await response.body?.cancel()
      url = new URL(target, url)
    }
    return unreadable(`it was redirected more than ${mostRedirects} times`)
  } catch (error) {
    return unreadable(reasonOf(error))
  }
}

function refuseAddress({ protocol, username, password, hostname }: URL): Problem | undefined {
  if (username !== '' || password !== '') {
    return {
      code: 'MANIFEST_CREDENTIAL',
      message: 'the URL of the manifest holds a user or password; expected a URL without them',
      hint: 'Take them out of the URL; fetch a protected manifest to a file first and name that.',
    }
  }
  const loopback = hostname === 'localhost' || hostname === '[::1]' || loopbackV4.test(hostname)
  if (protocol === 'https:' || (protocol === 'http:' && loopback)) return undefined
  return {
    code: 'MANIFEST_URL',
    message: `the manifest is at ${protocol}//${hostname}, where others can change it on its way; expected https`,
    hint: 'Use https:// (http:// only works for this machine itself).',
  }
}

async function readResponse(response: Response): Promise<string | Problem> {
  if (response.status !== 200) {
    await response.body?.cancel()
    return unreadable(`the server answered with status ${response.status}; expected 200`)
  }
  const body: AsyncIterable<Uint8Array> = response.body ?? new Blob().stream()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > largestFile) return unreadable('it is larger than 1 MiB')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return unreadable('it is not UTF-8 text')
  }
}

function unreadable(reason: string): Problem {
  return {
    code: 'MANIFEST_UNREADABLE',
    message: `the manifest cannot be got from its URL: ${reason}`,
    hint: 'Check the URL and the network, or name a file in PLUGINS_CONFIG_FILE.',
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} seconds`
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return error.message
}
