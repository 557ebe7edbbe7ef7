import type { ColumnGroup, Execution, JsonKernel, JsonOptions } from '@sluice/plugin/columns'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  JsonScanner,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-scanner.ts'
import { KeyNode } from './key-node.ts'

/** `null` begins with it, and nothing else. */
const LETTER_N = 0x6e

/** A value whose key is longer than this is not taken apart: with many members, long keys would multiply. */
const LONGEST_NAME = 1024

/** The members of JSON objects, by a scanner that moves over the text of each value. */
export class PlainJson implements JsonKernel {
  readonly execution: Execution
  readonly #options: JsonOptions
  readonly #scanner = new JsonScanner()

  /** `reason`: why it is this form. */
  constructor(options: JsonOptions, reason: string) {
    this.execution = { compiled: false, reason }
    this.#options = options
  }

  extract(group: ColumnGroup, runs: Int32Array): Uint8Array {
    const extractRow = this.rows(group)
    return Uint8Array.from(runs, (run, row) => (run === -1 ? 0 : extractRow(row, run)))
  }

  /** Does for a row of the group what `extract` does for all: 1 for a valid object, else 0. */
  rows(group: ColumnGroup): (row: number, run: number) => 0 | 1 {
    const flattener = new Flattener(this.#options, this.#scanner, group)
    return (row, run) => (flattener.flatten(row, group.text(run)) ? 1 : 0)
  }
}

/** Makes fields of members, for the rows of one group. */
class Flattener {
  readonly #options: JsonOptions
  readonly #scanner: JsonScanner
  readonly #group: ColumnGroup
  readonly #root: KeyNode
  /** The fields of the row. */
  readonly #keys: number[] = []
  readonly #texts: string[] = []

  constructor(options: JsonOptions, scanner: JsonScanner, group: ColumnGroup) {
    this.#options = options
    this.#scanner = scanner
    this.#group = group
    this.#root = new KeyNode(options.prefix, '', (name) => group.key(name))
  }

  flatten(row: number, text: string): boolean {
    const scanner = this.#scanner
    scanner.open(text)
    this.#keys.length = this.#texts.length = 0
    const isValid = scanner.peek() === OPEN_BRACE && this.#object(this.#root, 1) && scanner.atEnd()
    if (this.#options.family === 'extended') this.#append(row, undefined)
    else if (isValid) this.#append(row, new Map(this.#keys.map((key, index) => [key, index])))
    return isValid
  }

  /** Adds the fields to a row: of those with one key the one at the index of `last`, or all. */
  #append(row: number, last: ReadonlyMap<number, number> | undefined): void {
    for (let index = 0; index < this.#keys.length; index++) {
      const key = this.#keys[index] as number
      if (last !== undefined && last.get(key) !== index) continue
      this.#group.appendText(row, key, this.#texts[index] as string)
    }
  }

  /** `level` is the number of names in front of the members' values. */
  #object(node: KeyNode, level: number): boolean {
    const scanner = this.#scanner
    if (!scanner.enter()) return false
    if (scanner.peek() === CLOSE_BRACE) return scanner.leave(CLOSE_BRACE)
    let member: KeyNode | undefined
    do {
      member = this.#name(node, member, level)
      if (member === undefined || !scanner.colon()) return false
      if (!this.#value(member, level, this.#options.expandArray)) return false
    } while (scanner.more())
    return scanner.leave(CLOSE_BRACE)
  }

  #array(node: KeyNode, level: number): boolean {
    const scanner = this.#scanner
    if (!scanner.enter()) return false
    if (scanner.peek() === CLOSE_BRACKET) return scanner.leave(CLOSE_BRACKET)
    let index = 0
    do {
      if (!this.#value(node.item(index++), level, false)) return false
    } while (scanner.more())
    return scanner.leave(CLOSE_BRACKET)
  }

  /** Moves over a name below `node` and returns its node; `previous` is the one in front of it. */
  #name(node: KeyNode, previous: KeyNode | undefined, level: number): KeyNode | undefined {
    const scanner = this.#scanner
    if (scanner.peek() !== QUOTE) return undefined
    const start = scanner.position + 1
    const expected = previous === undefined ? node.first : previous.after
    if (expected !== undefined && scanner.text.startsWith(expected.source, start)) {
      scanner.position = start + expected.source.length
      return expected
    }
    if (!scanner.string()) return undefined
    const source = scanner.text.slice(start, scanner.position)
    const member = node.below(source, level === 1 ? '' : this.#options.connector)
    if (previous === undefined) node.first = member
    else previous.after = member
    return member
  }

  #value(node: KeyNode, level: number, expandArray: boolean): boolean {
    const scanner = this.#scanner
    const unit = scanner.peek()
    const start = scanner.position
    if (level !== this.#options.expandDepth && node.name.length <= LONGEST_NAME) {
      if (unit === OPEN_BRACE) return this.#object(node, level + 1)
      if (unit === OPEN_BRACKET && expandArray) return this.#array(node, level)
    }
    if (!scanner.value()) return false
    this.#keys.push(node.id)
    this.#texts.push(this.#text(unit, start))
    return true
  }

  /** The text of the value that was moved over; `unit` is its first. */
  #text(unit: number, start: number): string {
    const scanner = this.#scanner
    if (unit === QUOTE) return scanner.stringText()
    if (unit === LETTER_N && this.#options.family === 'native') return ''
    return scanner.text.slice(start, scanner.position)
  }
}
