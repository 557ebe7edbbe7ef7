const MASK = '***'
/** Shorter ones would mask ordinary words. */
const SHORTEST_SECRET = 4
/** Up to the last @ before the host ends. A quote ends an address, unless it is escaped as in JSON. */
const USERINFO = /(\w:\/\/)(?:\\\S|[^\s/?#"\\])+@/g

/**
 * Text with the user and password of addresses masked, and every one of `secrets` wherever it stands: as it is, inside a
 * JSON string or percent-encoded.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap(spellingsOf)
    .toSorted((a, b) => b.length - a.length)
  let masked = text
  for (;;) {
    const before = masked
    for (const spelling of spellings) masked = masked.replaceAll(spelling, MASK)
    masked = masked.replaceAll(USERINFO, `$1${MASK}@`)
    // A mask and what stands beside it may spell another secret.
    if (masked === before) return masked
  }
}

function spellingsOf(secret: string): readonly string[] {
  // What is no valid Unicode is printed so, and cannot be percent-encoded.
  const printed = secret.toWellFormed()
  const inJson = [secret, printed].map((each) => JSON.stringify(each).slice(1, -1))
  return [...new Set([secret, printed, encodeURIComponent(printed), ...inJson])]
}
