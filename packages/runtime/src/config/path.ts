import { quote } from './quote.ts'

/** Steps from the root of a file, or of a plugin's options, to a value. */
export type Path = readonly (string | number)[]

/** `['inputs', 0, 'Fields', 'a b']` → `inputs[0].Fields["a b"]`. */
export function formatPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (!/^[\w-]{1,80}$/.test(step)) text += `[${quote(step)}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}
