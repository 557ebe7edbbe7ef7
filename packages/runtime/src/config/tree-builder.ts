import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { ConfigNode, MapEntry, ScalarNode } from './config-node.ts'
import { quote } from './quote.ts'
import type { Problem, Reporter } from './reporter.ts'
import type { Secrets } from './secrets.ts'
import { losesDigits, type ScalarValue, typeScalar } from './type-scalar.ts'

const mostValues = 100_000
const deepest = 64
const yamlTag = 'tag:yaml.org,2002:'
const knownTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => yamlTag + tag),
)

/** A node with what it would measure if its aliases were written out. */
interface Built {
  readonly node: ConfigNode
  readonly size: number
  readonly height: number
}

/** Turns a parsed YAML document into config nodes. Aliases share the node of their anchor, so bombs cost nothing. */
export class TreeBuilder {
  readonly #reporter: Reporter
  readonly #secrets: Secrets
  readonly #anchors = new Map<string, Built | 'open'>()
  readonly #path: (string | number)[] = []
  #exhausted = false

  constructor(reporter: Reporter, secrets: Secrets) {
    this.#reporter = reporter
    this.#secrets = secrets
  }

  build(contents: unknown): ConfigNode {
    return this.#build(contents, 0).node
  }

  #build(node: unknown, fallbackAt: number): Built {
    if (isAlias(node)) return this.#alias(node)
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return leaf(empty(fallbackAt))
    const at = node.range?.[0] ?? fallbackAt
    if (this.#path.length > deepest) return this.#tooComplex(at)
    const { anchor } = node
    if (anchor !== undefined) this.#anchors.set(anchor, 'open')
    this.#checkTag(node, at)
    const built = isScalar(node) ? leaf(this.#scalar(node, at)) : this.#collection(node, at)
    if (anchor !== undefined) this.#anchors.set(anchor, built)
    return built
  }

  #collection(node: YAMLMap | YAMLSeq, at: number): Built {
    const built = isMap(node) ? this.#map(node, at) : this.#list(node, at)
    return built.size > mostValues || built.height > deepest ? this.#tooComplex(at) : built
  }

  #list(node: YAMLSeq, at: number): Built {
    const built = node.items.map((item, index) => this.#child(item, index, at))
    return measured({ kind: 'list', at, items: built.map((each) => each.node) }, built)
  }

  #map(node: YAMLMap, at: number): Built {
    const entries: MapEntry[] = []
    const built: Built[] = []
    const keys = new Set<string>()
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : undefined
      const keyAt = isScalar(pair.key) ? (pair.key.range?.[0] ?? at) : at
      if (key === undefined) {
        const message = 'a key of this map is not a word or string'
        this.#error('KEY_INVALID', keyAt, message, 'Write keys as plain words.')
      } else if (keys.has(key)) {
        const message = `the key ${quote(key)} is given twice in one map`
        this.#error('KEY_DUPLICATE', keyAt, message, 'Remove one of them.')
      } else {
        keys.add(key)
        const value = this.#child(pair.value, key, keyAt)
        built.push(value)
        entries.push({ key, at: keyAt, value: value.node })
      }
    }
    return measured({ kind: 'map', at, entries }, built)
  }

  #child(node: unknown, step: string | number, fallbackAt: number): Built {
    this.#path.push(step)
    const built = this.#build(node, fallbackAt)
    this.#path.pop()
    return built
  }

  #scalar(node: Scalar, at: number): ScalarNode {
    const value = this.#typed(node, at)
    if (typeof value !== 'string') return { kind: 'scalar', at, value, origin: 'text' }
    const resolved = this.#secrets.resolve(value)
    for (const { code, message, hint } of resolved.problems) this.#error(code, at, message, hint)
    const origin = resolved.secret ? 'secret' : 'text'
    const failed = resolved.problems.length > 0
    return { kind: 'scalar', at, value: resolved.text, origin: failed ? 'unresolved' : origin }
  }

  #typed(node: Scalar, at: number): ScalarValue {
    const text = String(node.value)
    if (node.type !== 'PLAIN' || node.tag === `${yamlTag}str` || node.tag === '!') return text
    const value = typeScalar(text)
    if (losesDigits(text, value)) {
      const message = `the number ${quote(text)} has more digits than can be kept and becomes ${value}`
      const hint = 'Put it in quotes if it is an identifier.'
      this.#reporter.warning({ code: 'NUMBER_INEXACT', at, path: [...this.#path], message, hint })
    }
    return value
  }

  #alias(node: Alias): Built {
    const at = node.range?.[0] ?? 0
    const target = this.#anchors.get(node.source)
    const name = quote(`*${node.source}`)
    if (target === undefined) {
      const hint = `Write &${node.source} before the value it stands for.`
      this.#error('ALIAS_UNKNOWN', at, `the alias ${name} has no anchor before it`, hint)
    } else if (target === 'open') {
      const message = `the alias ${name} stands inside the value it refers to`
      this.#error('ALIAS_RECURSIVE', at, message, 'Write the value out.')
    } else {
      return target
    }
    return leaf(empty(at))
  }

  #checkTag(node: Scalar | YAMLMap | YAMLSeq, at: number): void {
    if (node.tag === undefined || node.tag === '!' || knownTags.has(node.tag)) return
    const message = `the tag ${quote(node.tag)} has no meaning here`
    this.#error('TAG_UNSUPPORTED', at, message, 'Put a value that begins with ! in quotes.')
  }

  #tooComplex(at: number): Built {
    if (!this.#exhausted) {
      this.#exhausted = true
      const message = `more than ${mostValues} values, or values nested more than ${deepest} deep`
      this.#error('CONFIG_TOO_COMPLEX', at, message, 'Use fewer aliases, or split the pipeline.')
    }
    return leaf(empty(at))
  }

  #error(code: Problem['code'], at: number, message: string, hint: string): void {
    this.#reporter.error({ code, at, path: [...this.#path], message, hint })
  }
}

function empty(at: number): ScalarNode {
  return { kind: 'scalar', at, value: null, origin: 'text' }
}

function leaf(node: ScalarNode): Built {
  return { node, size: 1, height: 1 }
}

function measured(node: ConfigNode, parts: readonly Built[]): Built {
  const size = parts.reduce((sum, part) => sum + part.size, 1)
  const height = parts.reduce((most, part) => Math.max(most, part.height), 0) + 1
  return { node, size, height }
}
