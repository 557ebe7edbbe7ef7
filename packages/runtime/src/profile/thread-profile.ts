import { writeFileSync } from 'node:fs'
import type { Profiler, Runtime } from 'node:inspector'
import type { WasmKernels } from '@sluice/kernels'
import { toError } from '../carrier/named-error.ts'
import { CallGuard, type InstanceIdentity } from '../pipeline/call-guard.ts'
import { type FunctionLocation, InspectorSession } from './inspector-session.ts'
import { PluginFrames } from './plugin-frames.ts'
import { type PluginLocation, PluginModules } from './plugin-modules.ts'
import { type NamedPlugin, type ProfileRow, summarizeProfile } from './summarize-profile.ts'

const INTERVAL_US = 1000
/** V8 keeps every sample: this bounds them to 600,000, and the file to some 10 MB. */
const LONGEST_MS = 10 * 60_000

/** What became of the CPU profile of a data thread. */
export interface ProfileReport {
  readonly file: string
  /** Why the file could not be written. */
  readonly failure?: string
  readonly rows: readonly ProfileRow[]
}

interface Options {
  readonly file: string
  readonly wasm: WasmKernels
  /** The plugins of the thread, with any function of theirs. */
  readonly plugins: readonly { readonly type: string; readonly setup: unknown }[]
  readonly instances: readonly InstanceIdentity[]
}

/** The CPU profile of the current thread, from now on until `finish`. */
export class ThreadProfile {
  readonly #file: string
  readonly #inspector = new InspectorSession()
  readonly #frames = new PluginFrames()
  readonly #kernels: ReadonlyMap<string, string>
  readonly #engine: FunctionLocation | undefined
  readonly #plugins: readonly PluginLocation[]
  readonly #instances: readonly InstanceIdentity[]
  readonly #began = performance.now()

  constructor({ file, wasm, plugins, instances }: Options) {
    this.#file = file
    this.#instances = instances
    this.#inspector.startProfile(INTERVAL_US)
    this.#kernels = new Map(
      Object.entries(wasm).map(([name, kernel]) => [placeOf(this.#inspector.locate(kernel)), name]),
    )
    this.#engine = this.#inspector.locate(CallGuard)
    this.#plugins = plugins.flatMap(({ type, setup }) => {
      const location = this.#inspector.locate(setup)
      return location === undefined ? [] : [{ type, location }]
    })
  }

  /** Whether it is as long as it may be. */
  get isFull(): boolean {
    return performance.now() - this.#began > LONGEST_MS
  }

  /** Makes a call of a plugin, in a frame that bears the plugin's name. */
  call<Result>(instance: InstanceIdentity, call: () => Result): Result {
    return this.#frames.run(instance, call)
  }

  /** Ends the profile and writes the file; to be called once. Blocks. */
  finish(): ProfileReport {
    const profile = this.#inspector.stopProfile()
    const urls = this.#inspector.scriptUrls()
    this.#inspector.close()
    const kernelOf = (frame: Runtime.CallFrame): string | undefined =>
      // Calls from JavaScript pass an adapter first, which bears the place of any function.
      frame.functionName.startsWith('wasm-') ? this.#kernels.get(placeOf(frame)) : undefined
    const modules = new PluginModules(this.#plugins, this.#engine, urls)
    const rows = summarizeProfile(profile, {
      kernelOf,
      pluginOf: (frame) => this.#pluginOf(modules.typeAt(frame)),
    })
    for (const { callFrame } of profile.nodes) {
      const kernel = kernelOf(callFrame)
      if (kernel !== undefined) callFrame.functionName = `kernel ${kernel}`
    }
    const failure = write(this.#file, profile)
    return { file: this.#file, rows, ...(failure === undefined ? {} : { failure }) }
  }

  /** The instance, if there is only one of the type. */
  #pluginOf(type: string | undefined): NamedPlugin | undefined {
    if (type === undefined) return undefined
    const [only, ...more] = this.#instances.filter(({ plugin }) => plugin.split('/')[0] === type)
    if (only === undefined || more.length > 0) return { plugin: type }
    return { pipeline: only.pipeline, plugin: only.plugin }
  }
}

/** WebAssembly is one line: the column is the offset of the function. */
function placeOf(location: FunctionLocation | undefined): string {
  return location === undefined ? '' : `${location.scriptId}:${location.columnNumber}`
}

function write(file: string, profile: Profiler.Profile): string | undefined {
  try {
    writeFileSync(file, JSON.stringify(profile))
    return undefined
  } catch (error) {
    return toError(error).message
  }
}
