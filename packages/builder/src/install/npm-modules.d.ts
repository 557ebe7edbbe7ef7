// The parts of npm's own libraries that the builder uses; they publish no types.

declare module '@npmcli/arborist' {
  interface Edge {
    readonly name: string
    readonly spec: string
    readonly type: 'prod' | 'dev' | 'optional' | 'peer' | 'peerOptional' | 'workspace'
    readonly valid: boolean
    readonly to: Node | null
  }

  export interface Node {
    readonly name: string
    readonly version: string
    /** Path below the root, with forward slashes; empty for the root. */
    readonly location: string
    readonly resolved: string | null
    readonly integrity: string | null
    readonly isLink: boolean
    readonly inventory: ReadonlyMap<string, Node>
    readonly children: ReadonlyMap<string, Node>
    readonly edgesOut: ReadonlyMap<string, Edge>
    readonly package: Readonly<Record<string, unknown>>
  }

  export default class Arborist {
    constructor(options: Readonly<Record<string, unknown>>)
    loadVirtual(): Promise<Node>
    buildIdealTree(options?: {
      readonly update?: boolean | { readonly names: readonly string[] }
    }): Promise<Node>
    reify(options?: { readonly save?: boolean }): Promise<Node>
  }
}

declare module '@npmcli/config' {
  export default class Config {
    constructor(options: Readonly<Record<string, unknown>>)
    load(): Promise<void>
    /** Options as npm's libraries take them. */
    readonly flat: Readonly<Record<string, unknown>> & { readonly retry: object }
    /** Every layer of settings, the strongest first. */
    readonly data: ReadonlyMap<string, { readonly data: Readonly<Record<string, unknown>> }>
    isDefault(key: string): boolean
  }
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const parts: Readonly<Record<'definitions' | 'shorthands' | 'flatten' | 'nerfDarts', unknown>>
  export default parts
}

declare module 'pacote' {
  const pacote: {
    manifest(
      spec: string,
      options: Readonly<Record<string, unknown>>,
    ): Promise<{
      readonly name?: string
      readonly version: string
      readonly peerDependencies?: Readonly<Record<string, string>>
    }>
    extract(
      spec: string,
      directory: string,
      options: Readonly<Record<string, unknown>>,
    ): Promise<unknown>
  }
  export default pacote
}
