import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { suite, test, type TestContext } from 'node:test'
import type { Finding } from '../finding.ts'
import { loopbackServer } from './test-support/loopback-server.ts'
import { read, refusal, repository, summary } from './test-support/repository.ts'

const manifest = 'plugins: {common: [import: foo]}'

const answer: RequestListener = (request, response) => {
  const path = request.url ?? ''
  const text = {
    '/plugins.yml?token=canary': manifest,
    '/path.yml': 'plugins: {common: [path: .]}',
  }
  if (path in text) response.end(text[path as keyof typeof text])
  else if (path === '/tarball.yml') response.end('plugins: {common: [package: a@file:x.tgz]}')
  else if (path === '/large.yml') response.end('#'.repeat(1024 * 1024 + 1))
  else if (path === '/bytes.yml') response.end(Uint8Array.of(0xff))
  else if (path === '/broken.yml') response.socket?.destroy()
  else if (path === '/empty.yml') response.writeHead(204).end()
  else redirect(path, response)
}

function redirect(path: string, response: Parameters<RequestListener>[1]): void {
  const targets: Readonly<Record<string, string>> = {
    '/moved.yml': '/plugins.yml?token=canary',
    '/circle.yml': '/circle.yml',
    '/elsewhere.yml': 'http://127.example.invalid/plugins.yml',
    '/login.yml': 'https://user:canary@example.invalid/plugins.yml',
  }
  const location = targets[path]
  if (location === undefined) response.writeHead(404).end(manifest)
  else response.writeHead(302, { location }).end()
}

async function refusedAt(t: TestContext, selection: string): Promise<Finding> {
  const [finding, ...others] = await refusal(repository(t, {}), { selection })
  assert.ok(finding)
  assert.deepEqual(others, [])
  assert.ok(!JSON.stringify(finding).includes('canary'))
  return finding
}

suite('manifests at URLs', () => {
  test('are read, shown without their query, and mixed with files', async (t) => {
    const { base } = await loopbackServer(t, answer)
    const root = repository(t, { 'local.yml': 'plugins: {common: [import: bar]}' })
    const selection = `local.yml,${base}/plugins.yml?token=canary`
    const { files, entries } = await read(root, { selection })
    assert.deepEqual(files, ['local.yml', `${base}/plugins.yml`])
    const { file, line, column } = entries[1]!.importPlace
    assert.deepEqual([file, line, column], [`${base}/plugins.yml`, 1, 28])
  })

  test('are read where a redirect leads', async (t) => {
    const { base } = await loopbackServer(t, answer)
    const { entries } = await read(repository(t, {}), { selection: `${base}/moved.yml` })
    assert.equal(entries[0]?.import, 'foo')
  })

  const answers: Readonly<Record<string, RegExp>> = {
    '/nothing.yml': /the server answered with status 404; expected 200/,
    '/empty.yml': /the server answered with status 204; expected 200/,
    '/large.yml': /it is larger than 1 MiB/,
    '/bytes.yml': /it is not UTF-8 text/,
    '/broken.yml': /cannot be got from its URL: \w/,
    '/circle.yml': /redirected more than 5 times/,
  }
  for (const [path, message] of Object.entries(answers)) {
    test(`${path.slice(1, -4)}: refused with the reason`, async (t) => {
      const { base } = await loopbackServer(t, answer)
      const finding = await refusedAt(t, base + path)
      assert.equal(summary(finding), `${base}${path}:1:1 MANIFEST_UNREADABLE`)
      assert.match(finding.message, message)
      assert.match(finding.hint, /Check the URL/)
    })
  }

  test('that nobody serves are refused with the reason', async (t) => {
    const { base, close } = await loopbackServer(t, answer)
    await close()
    const finding = await refusedAt(t, `${base}/plugins.yml`)
    assert.equal(summary(finding), `${base}/plugins.yml:1:1 MANIFEST_UNREADABLE`)
    assert.match(finding.message, /cannot be got from its URL: ECONNREFUSED/)
  })

  test('that are not answered in time are refused with the limit', async (t) => {
    const fetchNothing = () => Promise.reject(new DOMException('late', 'TimeoutError'))
    const options = { selection: 'https://example.invalid/a.yml', fetch: fetchNothing }
    const [finding] = await refusal(repository(t, {}), options)
    assert.match(finding?.message ?? '', /no answer within 10 seconds/)
  })

  test('without https are refused unless they are on this machine, before anything is sent', async (t) => {
    for (const url of ['http://example.invalid/a.yml', 'http://127.example.invalid/a.yml']) {
      const finding = await refusedAt(t, url)
      assert.equal(summary(finding), `${url}:1:1 MANIFEST_URL`)
      assert.match(finding.message, /http:\/\/\S+\.invalid, where others .*expected https/)
      assert.match(finding.hint, /Use https/)
    }
    const { base } = await loopbackServer(t, answer)
    assert.equal((await refusedAt(t, `${base}/elsewhere.yml`)).code, 'MANIFEST_URL')
  })

  test('with a user or password are refused', async (t) => {
    const finding = await refusedAt(t, 'https://user:canary@example.invalid/a.yml')
    assert.equal(summary(finding), 'https://example.invalid/a.yml:1:1 MANIFEST_CREDENTIAL')
    assert.match(finding.message, /holds a user or password; expected a URL without/)
    assert.match(finding.hint, /Take them out/)
    const { base } = await loopbackServer(t, answer)
    assert.equal((await refusedAt(t, `${base}/login.yml`)).code, 'MANIFEST_CREDENTIAL')
  })

  test('may not refer to local files', async (t) => {
    const { base } = await loopbackServer(t, answer)
    const path = await refusedAt(t, `${base}/path.yml`)
    assert.equal(summary(path), `${base}/path.yml:1:26 MANIFEST_PATH`)
    assert.match(path.message, /path "\." stands in a manifest from a URL; expected a package/)
    assert.match(path.hint, /a manifest in the repository/)
    const tarball = await refusedAt(t, `${base}/tarball.yml`)
    assert.equal(summary(tarball), `${base}/tarball.yml:1:29 MANIFEST_PACKAGE`)
    assert.match(tarball.message, /a local file in a manifest from a URL; expected/)
    assert.match(tarball.hint, /Write the URL of the tarball/)
  })
})
