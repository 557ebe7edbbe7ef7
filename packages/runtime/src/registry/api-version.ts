/**
 * Whether a plugin made with API version `plugin` runs on a host of version `host`: the same major and no newer minor;
 * before 1.0 the minor is the major and the patch the minor.
 */
export function isCompatible(plugin: string, host: string): boolean {
  const [pluginMajor, pluginMinor, pluginPatch] = parse(plugin)
  const [hostMajor, hostMinor, hostPatch] = parse(host)
  if (pluginMajor !== hostMajor) return false
  if (hostMajor > 0) return pluginMinor <= hostMinor
  return pluginMinor === hostMinor && pluginPatch <= hostPatch
}

function parse(version: string): readonly [number, number, number] {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []
  return [Number(major), Number(minor), Number(patch)]
}
