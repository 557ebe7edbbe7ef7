// The part of npm's parser of package specifications that the builder uses; it publishes no types.

declare module 'npm-package-arg' {
  interface PackageArgument {
    readonly type: 'alias' | 'directory' | 'file' | 'git' | 'range' | 'remote' | 'tag' | 'version'
    /** Absent when the text holds only a source. */
    readonly name?: string
    readonly raw: string
    readonly rawSpec: string
    readonly saveSpec?: string | null
    readonly fetchSpec?: string | null
    readonly gitCommittish?: string | null
    readonly gitRange?: string | null
  }

  const parse: (text: string, directory?: string) => PackageArgument
  export default parse
}
