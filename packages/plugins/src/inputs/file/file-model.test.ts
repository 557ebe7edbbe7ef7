import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Sandbox, tellsBirth } from './test-support/sandbox.ts'

/** What is to come out of one file name, whatever happens to the files that bear it. */
class Model {
  readonly #files: ModelFile[] = []
  readonly #expected: string[] = []
  /** Whether nobody has looked at the newest file yet. */
  isUnseen = false
  /** Whether the newest file was rewritten and nobody has looked at it since. */
  isRewritten = false
  /** Whether anything was ever read, so that later files are known as its successors. */
  isKnown = false

  get current(): ModelFile | undefined {
    const newest = this.#files.at(-1)
    return newest?.state === 'current' ? newest : undefined
  }

  append(text: string): void {
    if (this.current === undefined) {
      this.#files.push(new ModelFile())
      this.isUnseen = true
    }
    const file = this.current as ModelFile
    file.text += text
  }

  /** Everything complete comes out; so does an incomplete line when its writer has gone on to another file. */
  look(): void {
    this.isUnseen = false
    this.isRewritten = false
    this.isKnown ||= this.#files.some(({ text }) => text !== '')
    for (const [index, file] of this.#files.entries()) {
      this.#takeLines(file)
      if (this.#files.slice(index + 1).some(({ text }) => text !== '')) this.#takePartial(file)
    }
  }

  wait(): void {
    this.look()
    for (const file of this.#files) this.#takePartial(file)
  }

  get hasDeleted(): boolean {
    return this.#files.some(({ state }) => state === 'deleted')
  }

  /** What is deleted and not open any more is lost. */
  restart(): void {
    for (const file of this.#files) if (file.state === 'deleted') file.text = ''
  }

  take(): readonly string[] {
    return this.#expected.splice(0)
  }

  #takeLines(file: ModelFile): void {
    if (file.cut && file.text.startsWith('\n')) file.text = file.text.slice(1)
    else if (file.text === '') return
    file.cut = false
    const lines = file.text.split('\n')
    file.text = lines.pop() as string
    this.#expected.push(...lines)
  }

  #takePartial(file: ModelFile): void {
    if (file.text === '') return
    this.#expected.push(file.text)
    file.text = ''
    file.cut = true
  }
}

class ModelFile {
  /** What has not come out yet. */
  text = ''
  cut = false
  state: 'current' | 'renamed' | 'deleted' = 'current'
}

type Step =
  | { readonly do: 'append'; readonly pieces: readonly string[] }
  | { readonly do: 'rewrite'; readonly pieces: readonly string[] }
  | { readonly do: 'look' | 'wait' | 'rotate' | 'rotateAndCreate' | 'delete' }
  | { readonly do: 'restart'; readonly meanwhile: readonly Step[] }

const pieces = fc.array(fc.constantFrom('#', '#\n', '#\r\n', '\n', ' \t#', '#ä\n'), {
  minLength: 1,
  maxLength: 5,
})
const append = pieces.map((some) => ({ do: 'append', pieces: some }) as const)
const rotate = fc.constantFrom({ do: 'rotate' } as const, { do: 'rotateAndCreate' } as const)
const meanwhile = fc.array(fc.oneof(append, rotate), { maxLength: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: append },
  { weight: 2, arbitrary: pieces.map((some) => ({ do: 'rewrite', pieces: some }) as const) },
  { weight: 5, arbitrary: fc.constant({ do: 'look' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'wait' } as const) },
  { weight: 5, arbitrary: rotate },
  { weight: 3, arbitrary: meanwhile.map((some) => ({ do: 'restart', meanwhile: some }) as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'delete' } as const) },
)

/** Does to real files, with the real input, what is done to the model, and compares what comes out. */
class Play {
  readonly #box: Sandbox
  readonly #options: Readonly<Record<string, unknown>>
  readonly #model = new Model()
  #counter = 0
  readonly #canMiss: boolean
  #isStopped = false

  constructor(box: Sandbox, glob: string) {
    // Rotated files that match too are files of their own when they were not seen before.
    this.#canMiss = glob === '*.log' && tellsBirth()
    this.#box = box
    this.#options = {
      FilePaths: [box.path(glob)],
      FlushTimeoutSecs: 600,
      TailingAllMatchedFiles: true,
    }
  }

  async play(steps: readonly Step[]): Promise<void> {
    await this.#box.start(this.#options)
    for (const next of steps) await this.#do(next)
    await this.#look('wait')
  }

  async #do(next: Step): Promise<void> {
    if (next.do === 'append') return this.#append(this.#text(next.pieces))
    if (next.do === 'look' || next.do === 'wait') return this.#look(next.do)
    if (next.do === 'restart') return this.#restart(next.meanwhile)
    const file = this.#model.current
    if (file === undefined) return
    // What is truncated or deleted unread is lost.
    const isSafe = next.do.startsWith('rotate') && this.#canRotate
    if (!isSafe && this.#isStopped) return
    if (!isSafe) await this.#look('look')
    if (next.do === 'rewrite') {
      file.text = ''
      file.cut = false
      this.#box.write('a.log', '')
      // What begins as before cannot be told from what was there before.
      await this.#append(this.#text(['#', ...next.pieces]))
      // Renamed before anybody looked, it would be taken for another file.
      this.#model.isRewritten = true
    } else if (next.do === 'delete') {
      file.state = 'deleted'
      this.#box.remove('a.log')
    } else {
      file.state = 'renamed'
      if (this.#model.isUnseen) this.#box.waitForTick()
      this.#box.rename('a.log', `a.log.${++this.#counter}`)
      // A file that nobody saw is found when the next one of its name is.
      if (next.do === 'rotateAndCreate' || this.#model.isUnseen) await this.#append('')
    }
  }

  /** Whether a rotation now loses nothing: one before anybody saw the file is found only by its rotated name. */
  get #canRotate(): boolean {
    const { isUnseen, isRewritten, isKnown } = this.#model
    return !isRewritten && (!isUnseen || (isKnown && this.#canMiss))
  }

  async #append(text: string): Promise<void> {
    this.#model.append(text)
    this.#box.append('a.log', text)
  }

  async #look(how: 'look' | 'wait'): Promise<void> {
    this.#model[how]()
    assert.deepEqual(await this.#box.lines(how === 'look' ? '6s' : '700s'), this.#model.take())
  }

  async #restart(steps: readonly Step[]): Promise<void> {
    if (this.#model.hasDeleted) await this.#look('look')
    await this.#box.stop()
    this.#isStopped = true
    this.#model.restart()
    for (const next of steps) await this.#do(next)
    this.#isStopped = false
    await this.#box.start(this.#options)
  }

  /** Of a fixed width, so that no line begins as another one does. */
  #number(): string {
    return String(++this.#counter).padStart(4, '0')
  }

  #text(some: readonly string[]): string {
    return some.map((piece) => piece.replace('#', () => `line ${this.#number()}`)).join('')
  }
}

for (const glob of ['*.log', '*.log*']) {
  test(`what comes out of ${glob} is what was written, in order and once`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        await using box = new Sandbox()
        await new Play(box, glob).play(steps)
      }),
      { numRuns: 40 },
    )
  })
}
