import { dirname } from 'node:path/posix'
import type { Runtime } from 'node:inspector'
import type { FunctionLocation } from './inspector-session.ts'
import { ModulesOfScripts } from './modules-of-script.ts'

/** Where a plugin is implemented. */
export interface PluginLocation {
  /** Its type. */
  readonly type: string
  readonly location: FunctionLocation
}

/**
 * Whose code a function of a profile is, by the module it stands in: what runs after an `await` has no caller that would
 * tell. A plugin has its own module and its own folder, unless it shares them with another one or the engine.
 */
export class PluginModules {
  readonly #modules = new ModulesOfScripts()
  /** By module or folder; `undefined` for one that several share. */
  readonly #types = new Map<string, string | undefined>()

  /** `engine` is any place in the engine, `urls` has those of all scripts by their ids. */
  constructor(
    plugins: readonly PluginLocation[],
    engine: FunctionLocation | undefined,
    urls: ReadonlyMap<string, string>,
  ) {
    for (const { type, location } of [{ type: undefined, location: engine }, ...plugins]) {
      const url = location === undefined ? undefined : urls.get(location.scriptId)
      if (location === undefined || url === undefined) continue
      const module = this.#modules.moduleAt(url, location.lineNumber)
      for (const place of [module, dirname(module)]) {
        const isShared = this.#types.has(place) && this.#types.get(place) !== type
        this.#types.set(place, isShared ? undefined : type)
      }
    }
  }

  typeAt({ url, lineNumber }: Runtime.CallFrame): string | undefined {
    if (url === '') return undefined
    const module = this.#modules.moduleAt(url, lineNumber)
    return this.#types.get(module) ?? this.#types.get(dirname(module))
  }
}
