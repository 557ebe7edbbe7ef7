import { type Alias, isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap } from 'yaml'
import type { Place } from '../finding.ts'
import { commentIn, commentProblem } from './comment.ts'
import type { Findings } from './findings.ts'
import type { MapEntry, Node } from './node.ts'
import { show } from './show.ts'

/** Values of one manifest, aliases written out: far more than any distribution has. */
const mostValues = 20_000
const deepest = 16
const longestNumber = 64
const nothing = /^(?:~|null|Null|NULL)?$/
const number = /^[-+]?(?:\d[\d_]*)?\.?\d+(?:[eE][-+]?\d+)?$/
const boolean = /^(?:true|True|TRUE|false|False|FALSE)$/

/** Turns a parsed YAML document into nodes; what it finds wrong on the way goes to the findings. */
export class TreeBuilder {
  readonly #text: string
  readonly #placeAt: (offset: number) => Place
  readonly #findings: Findings
  readonly #anchors = new Map<string, { readonly node: Node; readonly size: number }>()
  #size = 0
  #exhausted = false

  constructor(text: string, placeAt: (offset: number) => Place, findings: Findings) {
    this.#text = text
    this.#placeAt = placeAt
    this.#findings = findings
  }

  /** `at`: where a value that is left out would stand. */
  build(node: unknown, at: number, depth = 0): Node {
    if (isAlias(node)) return this.#alias(node, at)
    const place = this.#placeAt(rangeOf(node)?.[0] ?? at)
    this.#size++
    if (this.#size > mostValues || depth > deepest) return this.#tooComplex(place)
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { kind: 'nothing', place }
    const before = this.#size
    const built = isScalar(node) ? this.#scalar(node, place) : this.#collection(node, place, depth)
    if (node.anchor !== undefined) {
      this.#anchors.set(node.anchor, { node: built, size: this.#size - before + 1 })
    }
    return built
  }

  #collection(node: { readonly items: readonly unknown[] }, place: Place, depth: number): Node {
    if (isMap(node)) return { kind: 'map', place, entries: this.#entries(node, place, depth) }
    const at = rangeOf(node)?.[0] ?? 0
    return {
      kind: 'list',
      place,
      items: node.items.map((item) => this.build(item, at, depth + 1)),
    }
  }

  #entries(node: YAMLMap, place: Place, depth: number): readonly MapEntry[] {
    const entries = new Map<string, MapEntry>()
    for (const { key, value } of node.items) {
      const at = rangeOf(key)?.[0]
      if (!isScalar(key) || at === undefined) {
        const hint = 'Write keys as plain words, each on one line.'
        this.#error(place, 'MANIFEST_TYPE', 'a key of this map is not text; expected a word', hint)
        continue
      }
      const name = this.#withoutComment(key)
      if (name === '' && key.value !== '') continue
      const first = entries.get(name)
      const entry = { key: name, place: this.#placeAt(at), value: this.build(value, at, depth + 1) }
      if (first === undefined) entries.set(name, entry)
      else {
        const message = `the key ${show(name)} is given twice in one map, first in line ${first.place.line}; expected once`
        this.#error(
          entry.place,
          'MANIFEST_KEY_DUPLICATE',
          message,
          'Remove one, or merge their values.',
        )
      }
    }
    return [...entries.values()]
  }

  #scalar(node: Scalar, place: Place): Node {
    const text = this.#withoutComment(node)
    if (node.type !== 'PLAIN') return { kind: 'text', place, text, type: 'text' }
    if (nothing.test(text)) return { kind: 'nothing', place }
    return { kind: 'text', place, text, type: typeOf(text) }
  }

  #withoutComment(node: Scalar): string {
    const text = String(node.value)
    const comment = commentIn(text)
    if (comment === undefined) return text
    const [start = 0, end = 0] = node.range ?? []
    const written = commentIn(this.#text.slice(start, end)) ?? 0
    this.#findings.error(this.#placeAt(start + written), commentProblem(text.slice(comment)))
    return text.slice(0, comment).trimEnd()
  }

  #alias(node: Alias, at: number): Node {
    const place = this.#placeAt(rangeOf(node)?.[0] ?? at)
    const target = this.#anchors.get(node.source)
    this.#size += target?.size ?? 0
    if (this.#size > mostValues) return this.#tooComplex(place)
    if (target !== undefined) return { ...target.node, place }
    const message = `the alias ${show(`*${node.source}`)} has no finished value before it; expected an anchor ${show(`&${node.source}`)}`
    this.#error(place, 'MANIFEST_SYNTAX', message, 'Write the value out.')
    return { kind: 'nothing', place }
  }

  #tooComplex(place: Place): Node {
    if (!this.#exhausted) {
      const message = `the manifest holds more than ${mostValues} values or is nested more than ${deepest} deep; expected a plain list of plugins`
      this.#error(place, 'MANIFEST_TOO_COMPLEX', message, 'Use fewer aliases and less nesting.')
    }
    this.#exhausted = true
    return { kind: 'nothing', place }
  }

  #error(place: Place, code: string, message: string, hint: string): void {
    this.#findings.error(place, { code, message, hint })
  }
}

function typeOf(text: string): 'text' | 'number' | 'boolean' {
  if (text.length > longestNumber) return 'text'
  if (boolean.test(text)) return 'boolean'
  return number.test(text) ? 'number' : 'text'
}

function rangeOf(node: unknown): readonly number[] | undefined {
  const isNode = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)
  return isNode ? (node.range ?? undefined) : undefined
}
