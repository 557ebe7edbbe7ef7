const MASK = '***'
/** Shorter ones would mask ordinary words. */
const SHORTEST_SECRET = 4

/** Text with the user and password of addresses masked, and every one of `secrets` wherever it stands. */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .toSorted((a, b) => b.length - a.length)
  const masked = known.reduce((result, secret) => result.replaceAll(secret, MASK), text)
  return masked.replaceAll(/(\w:\/\/)[^\s/@]*@(?=[^\s/])/g, `$1${MASK}@`)
}
