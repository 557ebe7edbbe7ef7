import { below, pick, seededRandom } from '../../scripts/random.ts'

/** Matches the first line of each trace and no other. */
export const traceStart = String.raw`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}.*`

const FRAMES = 5
const classes = [
  'checkout.PaymentService',
  'stock.WarehouseClient',
  'session.SessionStore',
  'web.RequestDispatcher',
]
const methods = ['authorizePayment', 'reserveArticles', 'loadSession', 'dispatchRequest', 'invoke']
const errors = ['IllegalStateException', 'NullPointerException', 'TimeoutException']

/** Java stack traces of seven lines of about 100 bytes. */
export function* stackTraceLog(seed: number): Generator<string, never> {
  const random = seededRandom(seed)
  let time = Date.UTC(2026, 0, 12, 6, 25, 3)
  const frame = () => {
    const place = `${pick(random, classes)}.${pick(random, methods)}`
    const file = `${place.split('.')[1]}.java:${10 + below(random, 900)}`
    return `\tat com.example.shop.${place}(${file}) ~[shop.jar:7.3]`
  }
  while (true) {
    time += below(random, 900)
    const [day, clock] = new Date(time).toISOString().slice(0, -1).split('T')
    const error = `com.example.shop.${pick(random, errors)}`
    yield [
      `${day} ${clock} ERROR [worker-${below(random, 64)}] com.example.shop.Checkout - order ${below(random, 1e6)} failed: ${error}`,
      ...Array.from({ length: FRAMES }, frame),
      `Caused by: ${error}: connection to warehouse-${below(random, 9)}.shop.example:5432 was closed`,
    ].join('\n')
  }
}
