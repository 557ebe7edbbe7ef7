import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asRecords, type EventSnapshot, FakeClock, type InputRun, runInput } from '@sluice/testkit'
import inputFile from '../index.ts'

type RunOptions = NonNullable<Parameters<typeof runInput>[1]>

/** Whether the file system tells when a file was made. */
export function tellsBirth(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-birth-'))
  const { birthtimeNs } = statSync(directory, { bigint: true })
  rmSync(directory, { recursive: true })
  return birthtimeNs !== 0n
}

/** A directory of its own for a test, a clock that agrees with its files, and inputs that read from it. */
export class Sandbox implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'sluice-file-'))
  readonly clock = new FakeClock(Date.now())
  readonly #caught: EventSnapshot[] = []
  #run: InputRun | undefined
  #checkpoints: ReadonlyMap<string, Uint8Array> = new Map()

  path(name: string): string {
    return join(this.directory, name)
  }

  write(name: string, text: string | Uint8Array): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), text)
  }

  append(name: string, text: string | Uint8Array): void {
    appendFileSync(this.path(name), text)
  }

  rename(from: string, to: string): void {
    renameSync(this.path(from), this.path(to))
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true })
  }

  /** Waits until files made from now on are younger than those that are there: time stamps are coarse. */
  waitForTick(): void {
    const probe = (): bigint => {
      this.write('.tick', '')
      return statSync(this.path('.tick'), { bigint: true }).mtimeNs
    }
    const before = probe()
    while (probe() === before);
  }

  /** Makes a file look as if it had not changed for some milliseconds. */
  age(name: string, milliseconds: number): void {
    const time = new Date(this.clock.now() - milliseconds)
    utimesSync(this.path(name), time, time)
  }

  /** Sets what may be done with a file or directory. */
  allow(name: string, mode: number): void {
    chmodSync(this.path(name), mode)
  }

  /** Starts the input on `*.log`, or on what the options say; after a stop it resumes from the checkpoints. */
  async start(
    options: Readonly<Record<string, unknown>> = {},
    more: RunOptions = {},
  ): Promise<InputRun> {
    const { clock } = this
    const checkpoints = this.#checkpoints
    const all = { FilePaths: [this.path('*.log')], ...options }
    this.#run = await runInput(inputFile, { clock, checkpoints, ...more, options: all })
    await clock.advance(0)
    return this.#run
  }

  get run(): InputRun {
    if (this.#run === undefined) throw new Error('start the input first')
    return this.#run
  }

  async stop(): Promise<void> {
    await this.run.stop()
    this.#caught.push(...this.run.take())
    this.#checkpoints = new Map(this.run.checkpoints)
    await this.run[Symbol.asyncDispose]()
  }

  /** As if the store had gone bad. */
  spoilCheckpoints(): void {
    const spoilt = [...this.#checkpoints.keys()].map((key) => [key, Buffer.from('{')] as const)
    this.#checkpoints = new Map(spoilt)
  }

  /** The contents of the events since the last time, after letting some time go by. */
  async lines(wait: string | number = '6s'): Promise<readonly string[]> {
    await this.clock.advance(wait)
    const events = [...this.#caught.splice(0), ...this.run.take()]
    return asRecords(events).map((record) => record['content'] as string)
  }

  /** The messages of a level. */
  messages(level: string): readonly string[] {
    const records = this.run.records.filter((record) => record.level === level)
    return records.map(({ message }) => message)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run?.stop()
    await this.#run?.[Symbol.asyncDispose]()
    rmSync(this.directory, { recursive: true, force: true })
  }
}
