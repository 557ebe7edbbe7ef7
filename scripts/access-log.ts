import { clients, pages, referrers, userAgents, users } from './access-log-words.ts'
import { below, pick, type Random, seededRandom } from './random.ts'

/** Takes a line apart: one group for each of `accessLogKeys`, in a syntax that Go, Perl and JavaScript share. */
export const accessLogPattern = String.raw`^(\S+) - (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+) "([^"]*)" "([^"]*)"$`

/** The fields of a line, named as nginx does. */
export const accessLogKeys = [
  'remote_addr',
  'remote_user',
  'time_local',
  'method',
  'path',
  'protocol',
  'status',
  'body_bytes_sent',
  'http_referer',
  'http_user_agent',
] as const

export type AccessLogEntry = Readonly<Record<(typeof accessLogKeys)[number], string>>

/** The line of an entry, in the format that web servers call `combined`. */
export function accessLogLine(entry: AccessLogEntry): string {
  const request = `${entry.method} ${entry.path} ${entry.protocol}`
  const client = `${entry.remote_addr} - ${entry.remote_user} [${entry.time_local}]`
  const answer = `${entry.status} ${entry.body_bytes_sent}`
  return `${client} "${request}" ${answer} "${entry.http_referer}" "${entry.http_user_agent}"`
}

export interface AccessLogOptions {
  readonly seed: number
  /** Lengthens the query of each shorter line up to this many characters. Default: lines as they come. */
  readonly lineLength?: number
  /** Lengthens the query of each line by fewer than this many characters. Default: lines as they come. */
  readonly traceLength?: number
}

/** Lines of a shop's access log, without newlines, endlessly; always the same ones for the same options. */
export function* accessLog(options: AccessLogOptions): Generator<string, never> {
  const { seed, lineLength = 0, traceLength = 0 } = options
  const random = seededRandom(seed)
  const digits = hexDigits(random, Math.max(lineLength, traceLength))
  let seconds = Date.UTC(2026, 0, 12, 6, 25, 3) / 1000
  while (true) {
    seconds += below(random, 12)
    const entry = randomEntry(random, seconds)
    const line = accessLogLine(entry)
    const trace = traceLength === 0 ? 0 : below(random, traceLength)
    const missing = Math.max(lineLength - line.length, trace)
    if (missing <= 0) {
      yield line
    } else {
      const query = `${entry.path.includes('?') ? '&' : '?'}trace=${digits(missing)}`
      yield accessLogLine({ ...entry, path: entry.path + query.slice(0, missing) })
    }
  }
}

function randomEntry(random: Random, seconds: number): AccessLogEntry {
  const { method, path, bytes } = pick(random, pages)(random)
  const status = statusOf(random, method)
  return {
    remote_addr: pick(random, clients)(random),
    remote_user: pick(random, users),
    time_local: localTime(seconds),
    method,
    path,
    protocol: random() < 0.85 ? 'HTTP/1.1' : 'HTTP/2.0',
    status: String(status),
    body_bytes_sent: String(status === 304 || status === 204 ? 0 : bytes),
    http_referer: pick(random, referrers)(random),
    http_user_agent: pick(random, userAgents),
  }
}

function statusOf(random: Random, method: string): number {
  if (random() < 0.08) return pick(random, [404, 301, 302, 403, 499, 500, 502, 400, 429, 503])
  if (method === 'POST') return pick(random, [201, 200, 303])
  return method === 'DELETE' ? 204 : pick(random, [200, 200, 304, 206])
}

/** `12/Jan/2026:06:25:03 +0000`. */
function localTime(seconds: number): string {
  const [, day, month, year, clock] = new Date(seconds * 1000).toUTCString().split(' ')
  return `${day}/${month}/${year}:${clock} +0000`
}

/** Returns a function that gives `length` digits, other ones at each call. */
function hexDigits(random: Random, longest: number): (length: number) => string {
  let pool = ''
  while (pool.length < 8 * longest) pool += below(random, 2 ** 32).toString(16)
  return (length) => {
    const start = below(random, pool.length - length)
    return pool.slice(start, start + length)
  }
}
