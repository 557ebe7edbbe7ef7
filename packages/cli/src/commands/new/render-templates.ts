import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** What stands in templates, in names of files too, for something that differs. */
export interface TemplateValues {
  readonly plugin_name: string
  readonly package_name: string
  readonly sluice_version: string
  readonly api_version: string
}

const PLACEHOLDER = /\b(?:plugin_name|package_name|sluice_version|api_version)\b/g

/**
 * The files of a folder of templates, content by path, with the placeholders replaced. A leading `dot-` becomes a dot,
 * because npm does not publish every file that begins with one.
 */
export function renderTemplates(
  folder: string,
  values: TemplateValues,
): ReadonlyMap<string, string> {
  const fill = (text: string): string =>
    text.replaceAll(PLACEHOLDER, (name) => values[name as keyof TemplateValues])
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name)
        const path = relative(folder, file)
          .split(sep)
          .map((part) => part.replace(/^dot-/, '.'))
        return [fill(path.join('/')), fill(readFileSync(file, 'utf8'))]
      }),
  )
}
