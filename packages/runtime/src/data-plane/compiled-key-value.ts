import { KeyDictionary, PairMode, pairsImage, SPARE_KEYS, UNDECIDED } from '@sluice/kernels'
import type {
  ColumnGroup,
  Execution,
  KeyValueKernel,
  KeyValueOptions,
} from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import { PlainKeyValue } from '../plain-kernels/plain-key-value.ts'
import { MemberParser } from './member-parser.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Pairs by the kernel; a delimiter that is not the same in bytes as in text is left to plain JavaScript. */
export function compileSharedKeyValue(
  memory: SharedMemory,
  options: KeyValueOptions,
): KeyValueKernel {
  const all = options.delimiter + options.separator + options.quote
  if (!all.isWellFormed() || all.includes('\ufffd')) {
    return new PlainKeyValue(options, 'the delimiter, separator or quote is not valid Unicode')
  }
  const plain = new PlainKeyValue(options, 'the kernel leaves this value undecided')
  return new CompiledKeyValue(memory, plain, options)
}

class CompiledKeyValue implements KeyValueKernel {
  readonly execution: Execution = { compiled: true }
  readonly #plain: PlainKeyValue
  readonly #members: MemberParser

  constructor(memory: SharedMemory, plain: PlainKeyValue, options: KeyValueOptions) {
    const { delimiter, separator, quote, noSeparatorPrefix, emptyKeyPrefix } = options
    const [suffix = 0] = Buffer.from(separator)
    this.#plain = plain
    this.#members = new MemberParser(memory, {
      dictionary: new KeyDictionary(suffix, (source) => source.toString()),
      mode: noSeparatorPrefix === undefined ? PairMode.discard : 0,
      pairs: {
        image: pairsImage(delimiter, separator, quote),
        spareName: (index) =>
          index < SPARE_KEYS
            ? `${noSeparatorPrefix}${index}`
            : `${emptyKeyPrefix}${index - SPARE_KEYS}`,
      },
    })
  }

  split(columns: ColumnGroup, runs: Int32Array): Uint8Array {
    const group = columns as Group
    const results = this.#members.parse(group, runs)
    for (let row = 0; row < runs.length; row++) {
      if (results[row] !== UNDECIDED) continue
      const run = runs[row] as number
      results[row] = run === -1 ? 0 : this.#plain.splitRow(group, row, run)
    }
    return results
  }
}
