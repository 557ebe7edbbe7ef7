import type { Clock } from '@sluice/plugin'

/** The ticks of any clock; see {@link Clock.ticks}. */
export async function* ticks(
  clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>,
  interval: number,
  signal: AbortSignal,
): AsyncIterable<number> {
  let due = clock.monotonic() + interval
  while (!signal.aborted) {
    await clock.sleep(Math.max(0, due - clock.monotonic()), signal)
    if (signal.aborted) return
    yield clock.now()
    due = Math.max(due + interval, clock.monotonic())
  }
}
