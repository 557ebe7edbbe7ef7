/** The first line of an error's stack that is not Node's own: where to look. */
export function ownFrame(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  const own = frames.find((frame) => !frame.includes('node:')) ?? frames[0]
  return own?.trim().replace(/^at /, '')
}
