const usual = 60

/** The text, cut when it has more than `longest` characters. */
export function shorten(text: string, longest = usual): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** The same in double quotes, control characters escaped: safe to print in one line. */
export function quote(text: string, longest = usual): string {
  return JSON.stringify(shorten(text, longest))
}
