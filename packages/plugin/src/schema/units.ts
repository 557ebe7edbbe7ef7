const DURATION_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
const NANOSECONDS_PER_MILLISECOND = 1e6
const LONGEST_DURATION_MS = 2 ** 31 - 1

/**
 * Milliseconds of a duration as users write it: `'5s'`, `'1m30s'`, `'500ms'` (Go's notation), or a bare integer, which
 * is nanoseconds as in the configs of the original. Throws a sentence to show the user.
 */
export function parseDuration(value: string | number): number {
  const milliseconds =
    typeof value === 'number' ? value / NANOSECONDS_PER_MILLISECOND : durationText(value)
  if (value === 0 || milliseconds === 0) return 0
  if (milliseconds < 1) {
    const meant =
      typeof value === 'number'
        ? `a bare number is nanoseconds; did you mean '${value}s'?`
        : "write '1ms' or more"
    throw new Error(`the duration ${value} is shorter than a millisecond: ${meant}`)
  }
  if (milliseconds > LONGEST_DURATION_MS)
    throw new Error(`the duration ${value} is longer than 24 days`)
  return milliseconds
}

function durationText(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/gy)]
  if (
    parts.length === 0 ||
    parts.reduce((length, [part]) => length + part.length, 0) !== text.length
  ) {
    throw new Error(`'${text}' is not a duration; write it like '5s', '500ms' or '1m30s'`)
  }
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * (DURATION_UNITS[unit as string] as number),
    0,
  )
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  tb: 1024 ** 4,
  tib: 1024 ** 4,
}

/** Bytes of a size as users write it: `'512KB'` (units are powers of 1024, any case) or a bare integer. */
export function parseSize(value: string | number): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(String(value)) ?? []
  const factor = SIZE_UNITS[(unit ?? '').toLowerCase()]
  if (number === undefined || factor === undefined) {
    throw new Error(`'${value}' is not a size; write it like '512KB', '10MB' or a number of bytes`)
  }
  return Math.round(Number(number) * factor)
}
