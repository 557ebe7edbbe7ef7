import { isAbsolute, join, relative } from 'node:path'
import type { PluginNaming } from './name-plugin.ts'

/** What to type next, as seen from the working directory; the first line works at once. */
export function nextSteps({ name, directory }: PluginNaming): string {
  const place = relative(process.cwd(), directory)
  const pipeline = shellWord(join(place, 'pipeline.yaml'))
  const entry = shellWord(entryPath(place, `src/${name}.ts`))
  return `See it at work, without a build:

  npx sluice run ${pipeline} --plugin ${entry} --for 2s

Then${place === '' ? '' : ` in ${shellWord(place)}`}:

  npm install      sluice, what tests need, TypeScript
  npm test         the plugin's tests
  npm run check    its types
  npm run schema   what the editor knows of its options, after you change them
  npm start        the pipeline until Ctrl-C, with the plugin as you have it
  npm run build    a collector with the plugin in it
`
}

/** Begins with a dot unless it is absolute, as paths of modules do. */
function entryPath(place: string, file: string): string {
  const path = join(place, file)
  return isAbsolute(path) || path.startsWith('..') ? path : `./${path}`
}

function shellWord(text: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text)) return text
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`
}
