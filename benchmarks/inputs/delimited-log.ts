import { below, pick, seededRandom } from '../../scripts/random.ts'

export const delimitedKeys = [
  'time',
  'host',
  'level',
  'service',
  'user',
  'action',
  'article',
  'amount',
  'comment',
  'duration',
] as const

const comments = ['', 'gift', 'two, please', 'the "good" one, wrapped', '"as always"', 'no bag']

/** Comma-separated records of ten columns, about 120 bytes each, many with a quoted one. */
export function* delimitedLog(seed: number): Generator<string, never> {
  const random = seededRandom(seed)
  let time = Date.UTC(2026, 0, 12, 6, 25, 3)
  while (true) {
    time += below(random, 900)
    yield [
      new Date(time).toISOString(),
      `web-${below(random, 12)}.shop.example`,
      pick(random, ['info', 'debug', 'warn', 'error']),
      pick(random, ['checkout', 'stock', 'mail']),
      `customer-${below(random, 90_000)}`,
      pick(random, ['add-to-basket', 'pay', 'search', 'remove-from-basket']),
      `article-${1000 + below(random, 9000)}`,
      `${below(random, 200)}.${10 + below(random, 90)}`,
      pick(random, comments),
      `${below(random, 4000)}ms`,
    ]
      .map(column)
      .join(',')
  }
}

/** The record's text again. */
export function delimitedText(event: Readonly<Record<string, unknown>>): string {
  return delimitedKeys.map((key) => column(String(event[key]))).join(',')
}

function column(value: string): string {
  return /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
