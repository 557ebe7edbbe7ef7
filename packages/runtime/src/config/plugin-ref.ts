/** Which plugin an entry names, and under which alias it can be referred to. */
export interface PluginRef {
  readonly type: string
  readonly alias?: string
}

/** A parsed `Type`: the reference, and the priority that the original read and ignored. */
export interface ParsedPluginRef {
  readonly ref: PluginRef
  readonly priority?: number
}

/**
 * Reads `name`, `name/alias` and either followed by `#priority`. The id that the original's own tools append
 * (`name/alias/5`) is dropped. Undefined when the text has another form.
 */
export function parsePluginRef(text: string): ParsedPluginRef | undefined {
  const match = /^([^\s/#]+)(?:\/([^\s/#]+))?(?:\/\d+)?(?:#(\d{1,9}))?$/.exec(text)
  if (match === null) return undefined
  const [, type = '', alias, priority] = match
  return {
    ref: alias === undefined ? { type } : { type, alias },
    ...(priority === undefined ? {} : { priority: Number(priority) }),
  }
}

/** The inverse of `parsePluginRef`, and the key under which an extension is found. */
export function formatPluginRef({ type, alias }: PluginRef): string {
  return alias === undefined ? type : `${type}/${alias}`
}
