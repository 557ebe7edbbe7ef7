import type { ColumnGroup } from '@sluice/plugin/columns'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  type JsonScanner,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-scanner.ts'
import { KeyNode } from './key-node.ts'

export interface FlattenOptions {
  /** What all keys begin with. */
  readonly prefix: string
  readonly connector: string
  /** Stands in front of the names of the first level. */
  readonly firstConnector: string
  /** How many levels of names become fields; 0 means all. */
  readonly expandDepth: number
  readonly expandArray: boolean
}

/** A value whose key is longer than this is not taken apart: with many members, long keys would multiply. */
const LONGEST_NAME = 1024

/** Makes fields of the members of JSON objects, for the rows of one group. */
export class JsonFlattener {
  readonly #options: FlattenOptions
  readonly #scanner: JsonScanner
  readonly #group: ColumnGroup
  readonly #root: KeyNode
  #row = 0

  constructor(options: FlattenOptions, scanner: JsonScanner, group: ColumnGroup) {
    this.#options = options
    this.#scanner = scanner
    this.#group = group
    this.#root = new KeyNode(options.prefix, '', (name) => group.key(name))
  }

  /**
   * Adds the members of the object that `text` is to the end of a row. False if it is no valid JSON object; members in
   * front of the mistake have been added then.
   */
  flatten(row: number, text: string): boolean {
    const scanner = this.#scanner
    scanner.open(text)
    this.#row = row
    return scanner.peek() === OPEN_BRACE && this.#object(this.#root, 1) && scanner.atEnd()
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
    const { connector, firstConnector } = this.#options
    const source = scanner.text.slice(start, scanner.position)
    const member = node.below(source, level === 1 ? firstConnector : connector)
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
    const text = unit === QUOTE ? scanner.stringText() : scanner.text.slice(start, scanner.position)
    this.#group.appendText(this.#row, node.id, text)
    return true
  }
}
