import * as z from 'zod'
import { parseDuration, parseSize } from './units.ts'

type Unit = z.ZodType<number, string | number>

/**
 * A length of time; milliseconds after validation. Users write `'5s'`, `'1m30s'` or, as the original did, a bare integer
 * of nanoseconds (refused below a millisecond, which is always a slip). `duration('5s')` has that default.
 */
export function duration(fallback?: string): Unit {
  return unit(parseDuration, "A duration such as '5s', '500ms' or '1m30s'.", fallback)
}

/** An amount of bytes; a number after validation. Users write `'512KB'` or a bare integer. `size('1MB')` has that default. */
export function size(fallback?: string | number): Unit {
  return unit(parseSize, "A size such as '512KB' or '10MB', or a number of bytes.", fallback)
}

function unit(
  parse: (value: string | number) => number,
  description: string,
  fallback?: string | number,
): Unit {
  const schema = z
    .union([z.string(), z.int().min(0)])
    .transform((value, context) => {
      try {
        return parse(value)
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message })
        return z.NEVER
      }
    })
    .describe(description)
  return (fallback === undefined ? schema : schema.prefault(fallback)) as Unit
}

/**
 * A JavaScript regular expression; a `RegExp` after validation. Plugins that keep another dialect's meaning take a
 * string and compile it with `context.kernels.regex`.
 */
export function regexp(flags = ''): z.ZodType<RegExp, string> {
  return z.string().transform((source, context) => {
    try {
      return new RegExp(source, flags)
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  })
}

/** A path with `*`, `?`, `[…]` and, as a whole directory, `**`; absolute, or relative to the working directory. */
export function pathGlob(): z.ZodType<string, string> {
  return z
    .string()
    .min(1)
    .refine((path) => !path.includes('\0'), 'a path cannot contain NUL')
    .describe(
      'A path, in which *, ? and […] match within one name and ** any number of directories.',
    )
}

/**
 * A value that is never printed: its text is reached with `reveal()`, and logging, `String()` and JSON show `***`.
 * Configs write it as `${env:NAME}` or `${file:/path}`.
 */
export function secret(): z.ZodType<Secret, string> {
  return z
    .string()
    .min(1)
    .transform((text) => new Secret(text))
    .meta({
      description: 'A secret: write ${env:NAME} or ${file:/path} rather than the value itself.',
      writeOnly: true,
    })
}

/** A text that does not show itself. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself; hand it to the one place that needs it. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '***'
  }

  toJSON(): string {
    return '***'
  }
}
