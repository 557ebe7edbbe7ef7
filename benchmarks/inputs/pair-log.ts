import { below, pick, seededRandom } from '../../scripts/random.ts'

const keys = ['time', 'level', 'service', 'msg', 'method', 'path', 'status', 'took', 'trace']
const messages = ['accepted', 'order paid', 'basket restored from the session', 'mail sent']

/** Lines of `key=value` pairs, about 160 bytes each; values with spaces are quoted. */
export function* pairLog(seed: number): Generator<string, never> {
  const random = seededRandom(seed)
  let time = Date.UTC(2026, 0, 12, 6, 25, 3)
  while (true) {
    time += below(random, 900)
    yield pairText({
      time: new Date(time).toISOString(),
      level: pick(random, ['info', 'debug', 'warn', 'error']),
      service: pick(random, ['checkout', 'stock', 'mail']),
      msg: pick(random, messages),
      method: random() < 0.8 ? 'GET' : 'POST',
      path: `/api/v2/articles/${1000 + below(random, 9000)}/price`,
      status: pick(random, ['200', '201', '304', '404', '500']),
      took: `${below(random, 4000)}ms`,
      trace: (2 ** 52 + below(random, 2 ** 52)).toString(16),
    })
  }
}

/** The line again. */
export function pairText(event: Readonly<Record<string, unknown>>): string {
  return keys
    .map((key) => {
      const value = String(event[key])
      return value.includes(' ') ? `${key}="${value}"` : `${key}=${value}`
    })
    .join(' ')
}
