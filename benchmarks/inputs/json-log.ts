import { below, pick, seededRandom } from '../../scripts/random.ts'

const messages = [
  'order "A-17" was paid',
  'basket restored from the session',
  'stock of C:\\warehouse\\shelf 12 is low',
  'payment refused:\n\tcard expired',
  'thé vert: preis geändert',
  'mail sent',
]
const loggers = ['shop.checkout', 'shop.stock', 'shop.mail', 'shop.session.store']
const levels = ['info', 'info', 'debug', 'warn', 'error']

export interface JsonEntry {
  readonly time: string
  readonly level: string
  readonly logger: string
  readonly message: string
  readonly request_id: string
  readonly user: number
  readonly took_ms: number
  readonly cached: boolean
  readonly http: { readonly method: string; readonly path: string; readonly status: number }
}

/** JSON objects of a service's log, about 270 bytes each: escapes, numbers, a boolean and one nested object. */
export function* jsonLog(seed: number): Generator<string, never> {
  const random = seededRandom(seed)
  let time = Date.UTC(2026, 0, 12, 6, 25, 3)
  while (true) {
    time += below(random, 900)
    const entry: JsonEntry = {
      time: new Date(time).toISOString(),
      level: pick(random, levels),
      logger: pick(random, loggers),
      message: pick(random, messages),
      request_id: (2 ** 52 + below(random, 2 ** 52)).toString(16),
      user: 1000 + below(random, 90_000),
      took_ms: below(random, 400_000) / 1000,
      cached: random() < 0.3,
      http: {
        method: random() < 0.8 ? 'GET' : 'POST',
        path: `/api/v2/articles/${1000 + below(random, 9000)}?fields=price`,
        status: pick(random, [200, 201, 304, 404, 500]),
      },
    }
    yield JSON.stringify(entry)
  }
}

/** The object's text again, whether its values came as text or as what they are. */
export function jsonText(event: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    time: event.time,
    level: event.level,
    logger: event.logger,
    message: event.message,
    request_id: event.request_id,
    user: Number(event.user),
    took_ms: Number(event.took_ms),
    cached: String(event.cached) === 'true',
    http: typeof event.http === 'string' ? (JSON.parse(event.http) as unknown) : event.http,
  })
}
