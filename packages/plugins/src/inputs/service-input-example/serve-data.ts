import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type Clock, type Logger, PluginError } from '@sluice/plugin'
import type { Address } from './parse-address.ts'

const READ_TIMEOUT_MS = 5000
const LARGEST_HEADERS = 16 * 1024
const LARGEST_BODY = 64 * 1024
const MOST_CONNECTIONS = 256
/** How long a request may wait for delivery, and how long a stop waits for requests. */
const DELIVERY_MS = 10_000
const RETRY_AFTER_SECONDS = 5

export interface ServeOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly signal: AbortSignal
  /** Resolves when the value was delivered. */
  readonly deliver: (value: string) => Promise<void>
}

interface Answer {
  readonly status: number
  readonly text: string
}

const NOT_DELIVERED: Answer = { status: 503, text: 'not delivered in time; send it again' }

/** Listens until the signal aborts; resolves when the requests at hand were answered. */
export async function serveData(address: Address, options: ServeOptions): Promise<void> {
  const { clock, signal, logger } = options
  // Not at the top: loading it costs every collector some milliseconds.
  const { createServer } = await import('node:http')
  const server = createServer({ maxHeaderSize: LARGEST_HEADERS }, (request, response) => {
    answer(request, options).then(
      (result) => send(response, result, signal.aborted),
      // The sender went away: there is nobody to answer.
      () => request.destroy(),
    )
  })
  server.requestTimeout = READ_TIMEOUT_MS
  server.headersTimeout = READ_TIMEOUT_MS
  server.maxConnections = MOST_CONNECTIONS
  await listen(server, address)
  server.on('error', (error) => logger.warn({ error }, 'a connection could not be accepted'))
  logger.info({ address: server.address() }, 'listening')
  const closed = once(server, 'close')
  await aborted(signal)
  server.close()
  const late = new AbortController()
  void clock.sleep(DELIVERY_MS, late.signal).then(() => server.closeAllConnections())
  await closed
  late.abort()
}

async function answer(request: IncomingMessage, options: ServeOptions): Promise<Answer> {
  const length = await drain(request)
  if (length > LARGEST_BODY) return { status: 413, text: `at most ${LARGEST_BODY} bytes of body` }
  const [path] = (request.url ?? '').split('?', 1)
  if (path !== '/data') return { status: 404, text: 'send to /data' }
  const value = request.headersDistinct['test']?.[0]
  if (value === undefined || value === '') {
    return { status: 400, text: "send the value in a header named 'test'" }
  }
  // Node reads header bytes as Latin-1.
  return deliverInTime(Buffer.from(value, 'latin1').toString(), options)
}

/** Reads the body to its end or over the limit; tells its length. */
async function drain(request: IncomingMessage): Promise<number> {
  let length = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).byteLength
    if (length > LARGEST_BODY) break
  }
  return length
}

async function deliverInTime(value: string, { clock, deliver }: ServeOptions): Promise<Answer> {
  const done = new AbortController()
  const late = clock.sleep(DELIVERY_MS, done.signal).then(() => NOT_DELIVERED)
  const delivery = deliver(value).then(
    (): Answer => ({ status: 200, text: '' }),
    () => NOT_DELIVERED,
  )
  try {
    return await Promise.race([delivery, late])
  } finally {
    done.abort()
  }
}

function send(response: ServerResponse, { status, text }: Answer, isLast: boolean): void {
  if (status === 503) response.setHeader('retry-after', RETRY_AFTER_SECONDS)
  // What is left of a body over the limit is not read.
  if (status === 413 || isLast) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(text === '' ? undefined : `${text}\n`)
}

async function listen(server: Server, { host, port }: Address): Promise<void> {
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (error) {
    throw new PluginError({
      code: 'LISTEN_FAILED',
      message: `cannot listen on ${host}:${port}: ${(error as Error).message}`,
      hint: 'choose a free port in Address, or end what uses this one',
      cause: error,
    })
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
