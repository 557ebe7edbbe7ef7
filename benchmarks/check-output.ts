import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { DataSet } from './data-set.ts'

/** Makes the input line again from an output event. */
export type Restore = (event: Readonly<Record<string, unknown>>) => string

/** Throws unless the JSON lines of the file hold exactly the lines of the data set, in order. */
export async function checkOutput(path: string, data: DataSet, restore: Restore): Promise<void> {
  const expected = data.expected()
  let count = 0
  for await (const text of createInterface({ input: createReadStream(path) })) {
    count++
    const line = restore(JSON.parse(text) as Readonly<Record<string, unknown>>)
    const { value } = expected.next()
    if (line !== value) {
      throw new Error(`${path}:${count} holds\n${line}\nwhere the input has\n${value}`)
    }
  }
  if (count !== data.lines) {
    throw new Error(`${path} has ${count} of ${data.lines} events`)
  }
}
