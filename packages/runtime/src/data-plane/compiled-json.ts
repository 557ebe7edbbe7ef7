import { JsonMode, KeyDictionary, MATCHED, UNDECIDED } from '@sluice/kernels'
import type { ColumnGroup, Execution, JsonKernel, JsonOptions } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { decodeString } from '../plain-kernels/json/json-scanner.ts'
import { PlainJson } from '../plain-kernels/json/plain-json.ts'
import { MemberParser } from './member-parser.ts'
import type { SharedMemory } from './shared-memory.ts'

const QUOTE = 0x22

/** JSON objects by the kernel; what is expanded below the first level is done in plain JavaScript. */
export class CompiledJson implements JsonKernel {
  readonly execution: Execution
  readonly #plain: PlainJson
  readonly #members: MemberParser
  /** An object with a mistake is left to plain JavaScript where members in front of it count. */
  readonly #isFinal: (result: number) => boolean

  constructor(memory: SharedMemory, options: JsonOptions) {
    const left = leftToPlain(options)
    this.execution = { compiled: true, ...(left === undefined ? {} : { reason: left }) }
    this.#plain = new PlainJson(options, 'the kernel leaves this value undecided')
    const dictionary = new KeyDictionary(QUOTE, (source) => {
      return options.prefix + decodeString(`"${source.toString()}"`)
    })
    this.#members = new MemberParser(memory, { dictionary, mode: modeOf(options) })
    this.#isFinal =
      options.family === 'native'
        ? (result) => result !== UNDECIDED
        : (result) => result === MATCHED
  }

  extract(columns: ColumnGroup, runs: Int32Array): Uint8Array {
    const group = columns as Group
    const results = this.#members.parse(group, runs)
    const extractRow = this.#plain.rows(group)
    for (let row = 0; row < runs.length; row++) {
      if (this.#isFinal(results[row] as number)) continue
      const run = runs[row] as number
      results[row] = run === -1 ? 0 : extractRow(row, run)
    }
    return results
  }
}

function leftToPlain({ expandDepth, expandArray }: JsonOptions): string | undefined {
  if (expandDepth === 1) return undefined
  const inner = expandArray ? 'objects or arrays' : 'objects'
  return `values with ${inner} to expand are left to plain JavaScript`
}

function modeOf({ family, expandDepth, expandArray }: JsonOptions): number {
  const mode = family === 'native' ? JsonMode.emptyNull | JsonMode.uniqueKeys : 0
  if (expandDepth === 1) return mode
  return mode | JsonMode.noObjects | (expandArray ? JsonMode.noArrays : 0)
}
