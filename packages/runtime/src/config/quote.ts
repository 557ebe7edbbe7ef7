const longest = 60

/** The text in double quotes, control characters escaped, cut when it is long: safe to print in one line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
}
