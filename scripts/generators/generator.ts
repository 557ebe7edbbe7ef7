/** Produces files that are committed and kept fresh by `npm run check`. */
export interface Generator {
  /** What is generated, in two or three words; used in messages. */
  readonly name: string
  /** Returns the whole content of each file by its path from the repository's root. */
  run(root: string): Promise<ReadonlyMap<string, string>>
}
