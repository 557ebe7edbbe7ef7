import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface LoopbackServer {
  /** Its address without a slash at the end. */
  readonly base: string
  readonly close: () => Promise<void>
}

/** Serves on a free port of this machine, until the end of the test at the latest. */
export async function loopbackServer(
  test: TestContext,
  answer: RequestListener,
): Promise<LoopbackServer> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  test.after(close)
  return { base: `http://127.0.0.1:${port}`, close }
}
