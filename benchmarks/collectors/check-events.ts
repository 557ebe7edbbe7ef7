import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Event } from '../work.ts'

export interface Expectation {
  /** The events of a line. */
  readonly events: (line: string) => readonly Event[]
  /** The file they are from. */
  readonly input: string
  readonly expected: IteratorObject<string, undefined>
  readonly restore: (event: Event) => string
}

/** Throws unless the file holds exactly the expected events, in order; returns their number. */
export async function checkEvents(
  path: string,
  { events, input, expected, restore }: Expectation,
): Promise<number> {
  let count = 0
  for await (const event of readEvents(path, events)) {
    count++
    if (event.__path__ !== input) {
      throw new Error(`event ${count} of ${path} is from ${String(event.__path__)}`)
    }
    const { value } = expected.next()
    const text = restore(event)
    if (text !== value) {
      throw new Error(`event ${count} of ${path} is\n${text}\nwhere the input has\n${value}`)
    }
  }
  const missing = [...expected].length
  if (missing > 0) throw new Error(`${path} ends with event ${count}; ${missing} are missing`)
  return count
}

export async function* readEvents(
  path: string,
  eventsOf: (line: string) => readonly Event[],
): AsyncGenerator<Event> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    yield* eventsOf(line)
  }
}
