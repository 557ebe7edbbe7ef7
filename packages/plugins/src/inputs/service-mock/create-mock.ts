import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Fields, log, type LogEvent, PluginError, type PluginContext } from '@sluice/plugin'

const SECOND_MS = 1000
/** Most logs handed over at a time. */
const BATCH = 512
const LARGEST_FILE = 1024 * 1024

export interface MockOptions {
  readonly Tags: Fields
  readonly Fields: Fields
  readonly File: string
  readonly Index: number
  readonly LogsPerSecond: number
  readonly MaxLogCount: number
  readonly Block: boolean
}

export interface Mock {
  /** Emits the fields of logs until there were enough of them or `signal` aborts; when started again it counts on. */
  run(signal: AbortSignal, emit: (fieldsOfLogs: readonly Fields[]) => Promise<void>): Promise<void>
  /** A log as a typed event, with the current time. */
  event(fields: Fields): LogEvent
}

export function createMock(options: MockOptions, { clock }: PluginContext): Mock {
  const { Tags, Index, LogsPerSecond, MaxLogCount, Block } = options
  const most = MaxLogCount === 0 ? Infinity : MaxLogCount
  let made = 0
  return {
    event: (contents) => log({ contents, tags: Tags, time: clock.now() }),
    async run(signal, emit) {
      const fields = await readFields(options)
      const makeSecond = async (): Promise<void> => {
        const target = Math.min(most, made + LogsPerSecond)
        while (made < target && !signal.aborted) {
          const count = Math.min(BATCH, target - made)
          const first = Index + made + 1
          made += count
          await emit(
            Array.from({ length: count }, (_, at) => ({ ...fields, Index: `${first + at}` })),
          )
        }
      }
      await makeSecond()
      while (made < most && !signal.aborted) {
        await clock.sleep(SECOND_MS, signal)
        await makeSecond()
      }
      if (Block) await new Promise(() => {})
    },
  }
}

async function readFields({ Fields, File }: MockOptions): Promise<Fields> {
  if (File === '') return Fields
  const path = resolve(File)
  try {
    const { size } = await stat(path)
    if (size > LARGEST_FILE) throw new Error(`it has ${size} bytes and may have ${LARGEST_FILE}`)
    return { ...Fields, content: await readFile(path, 'utf8') }
  } catch (error) {
    throw new PluginError({
      code: 'MOCK_FILE_UNREADABLE',
      message: `cannot take the field 'content' from ${path}: ${(error as Error).message}`,
      hint: 'name a small readable file in File, or give the text in Fields',
      cause: error,
    })
  }
}
