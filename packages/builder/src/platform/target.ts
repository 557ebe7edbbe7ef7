/** The operating systems that manifests have groups for. */
export type TargetOs = 'linux' | 'windows' | 'darwin'

/** What a distribution is built for. */
export interface Target {
  readonly os: TargetOs
  /** As `process.arch` names it. */
  readonly cpu: string
}

/** As `process.platform` and the `os` of a package.json name it. */
const PLATFORM_OF: Readonly<Record<TargetOs, string>> = {
  linux: 'linux',
  windows: 'win32',
  darwin: 'darwin',
}

/** The operating system this process runs on; undefined for one that distributions are not built for. */
export function hostOs(): TargetOs | undefined {
  return (Object.keys(PLATFORM_OF) as TargetOs[]).find((os) => PLATFORM_OF[os] === process.platform)
}

/** Whether a package.json allows the target: lists of names, or of names with `!` in front that are excluded. */
export function allowsTarget(
  {
    os,
    cpu,
  }: { readonly os?: string | readonly string[]; readonly cpu?: string | readonly string[] },
  target: Target,
): boolean {
  return allows(os, PLATFORM_OF[target.os]) && allows(cpu, target.cpu)
}

function allows(list: string | readonly string[] | undefined, name: string): boolean {
  const all = typeof list === 'string' ? [list] : (list ?? [])
  if (all.includes(`!${name}`)) return false
  const included = all.filter((each) => !each.startsWith('!'))
  return included.length === 0 || included.includes(name) || included.includes('any')
}
