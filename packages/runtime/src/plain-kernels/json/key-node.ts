import { decodeString } from './json-scanner.ts'

/** Gives the id of a key. */
export type KeyIds = (name: string) => number

/**
 * A place in the objects seen so far, with the key its value gets. Names repeat from event to event, so a node
 * remembers those below it and which one followed which: usually no name needs to be put together or looked up.
 */
export class KeyNode {
  readonly name: string
  /** The name in the JSON text with its closing quote. */
  readonly source: string
  /** The first name below, and the next one beside, that came last time. */
  first: KeyNode | undefined
  after: KeyNode | undefined
  readonly #ids: KeyIds
  #id = -1
  #below: Map<string, KeyNode> | undefined
  #items: KeyNode[] | undefined

  constructor(name: string, source: string, ids: KeyIds) {
    this.name = name
    this.source = source
    this.#ids = ids
  }

  get id(): number {
    if (this.#id === -1) this.#id = this.#ids(this.name)
    return this.#id
  }

  /** The node of a name below; `source` is the name in the JSON text with its closing quote. */
  below(source: string, connector: string): KeyNode {
    this.#below ??= new Map()
    let node = this.#below.get(source)
    if (node === undefined) {
      const name = decodeString(`"${source}`)
      node = new KeyNode(this.name + connector + name, source, this.#ids)
      this.#below.set(source, node)
    }
    return node
  }

  /** The node of an array's item. */
  item(index: number): KeyNode {
    this.#items ??= []
    return (this.#items[index] ??= new KeyNode(`${this.name}[${index}]`, '', this.#ids))
  }
}
