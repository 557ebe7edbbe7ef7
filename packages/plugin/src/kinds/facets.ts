/** At least one of the facets, each whole. */
export type AtLeastOne<Facets> = {
  [Name in keyof Facets]: Required<Pick<Facets, Name>> & Partial<Omit<Facets, Name>>
}[keyof Facets]

/** What every instance may have besides its facets. */
export interface Stoppable {
  /** Called once, after the last call of any facet settled; releases what the abort signal cannot. */
  stop?(): void | PromiseLike<void>
}
