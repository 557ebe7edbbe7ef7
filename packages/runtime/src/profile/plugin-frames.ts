import { runInThisContext } from 'node:vm'
import type { InstanceIdentity } from '../pipeline/call-guard.ts'

/** Runs something; what it returns or throws is that of the call. */
type Frame = <Result>(call: () => Result) => Result

const URL_START = 'sluice:pipeline/'

/** Runs calls of plugins in functions that bear the plugins' names, so that profiles show who was called. */
export class PluginFrames {
  readonly #frames = new Map<string, Frame>()

  run<Result>({ pipeline, plugin }: InstanceIdentity, call: () => Result): Result {
    const key = `${pipeline}\n${plugin}`
    let frame = this.#frames.get(key)
    if (frame === undefined) this.#frames.set(key, (frame = createFrame(pipeline, plugin)))
    return frame(call)
  }
}

/** The plugin whose call a frame of a profile is, if it is one that was made here. */
export function pluginOfFrame(frame: {
  readonly functionName: string
  readonly url: string
}): { readonly pipeline: string; readonly plugin: string } | undefined {
  if (!frame.url.startsWith(URL_START)) return undefined
  return { pipeline: frame.url.slice(URL_START.length), plugin: frame.functionName }
}

/** From source, because profiles show the name a function has there, and no name that it got later. */
function createFrame(pipeline: string, plugin: string): Frame {
  const name = JSON.stringify(plugin)
  const source = `({ ${name}(call) { return call() } })[${name}]`
  return runInThisContext(source, { filename: URL_START + pipeline }) as Frame
}
