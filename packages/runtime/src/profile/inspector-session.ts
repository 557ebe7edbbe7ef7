import { type Profiler, Session } from 'node:inspector'

/** Where a function begins: its script, and line and column counted from 0; the column is an offset in WebAssembly. */
export interface FunctionLocation {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber: number
}

const EXPOSED = '__sluiceLocated'

/** What is asked of V8's inspector in the thread that it is about; every answer comes at once. */
export class InspectorSession {
  readonly #session = new Session()

  startProfile(intervalUs: number): void {
    this.#session.connect()
    this.#ask('Profiler.enable')
    this.#ask('Profiler.setSamplingInterval', { interval: intervalUs })
    this.#ask('Profiler.start')
  }

  stopProfile(): Profiler.Profile {
    const { profile } = this.#ask('Profiler.stop') as Profiler.StopReturnType
    return profile
  }

  /** The URLs of all scripts by their ids. */
  scriptUrls(): ReadonlyMap<string, string> {
    const { result } = this.#ask('Profiler.getBestEffortCoverage') as Coverage
    return new Map(result.map(({ scriptId, url }) => [scriptId, url]))
  }

  close(): void {
    this.#session.disconnect()
  }

  /** `undefined` for what is no function of a script. */
  locate(located: unknown): FunctionLocation | undefined {
    // The inspector sees only what can be named.
    const global = globalThis as Record<string, unknown>
    global[EXPOSED] = located
    try {
      const { result } = this.#ask('Runtime.evaluate', { expression: EXPOSED }) as Evaluated
      if (result.objectId === undefined) return undefined
      const { internalProperties = [] } = this.#ask('Runtime.getProperties', {
        objectId: result.objectId,
        ownProperties: true,
      }) as Properties
      this.#ask('Runtime.releaseObject', { objectId: result.objectId })
      return internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value
    } finally {
      delete global[EXPOSED]
    }
  }

  #ask(method: string, parameters: object = {}): unknown {
    const answers: { readonly error: Error | null; readonly result: unknown }[] = []
    this.#session.post(method, parameters, (error, result) => answers.push({ error, result }))
    const [answer] = answers
    if (answer?.error) throw answer.error
    return answer?.result
  }
}

type Coverage = Profiler.GetBestEffortCoverageReturnType

interface Evaluated {
  readonly result: { readonly objectId?: string }
}

interface Properties {
  readonly internalProperties?: readonly {
    readonly name: string
    readonly value?: { readonly value?: FunctionLocation }
  }[]
}
