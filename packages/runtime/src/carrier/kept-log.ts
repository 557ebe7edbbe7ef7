import type { Log, LogContent, LogInit } from '@sluice/plugin'

/** A flat log that owns its contents: what `keep()` of the v1 view gives. */
export class KeptLog implements Log {
  time: number
  timeNs: number
  contents: LogContent[]

  constructor({ time, timeNs, contents }: LogInit) {
    this.time = time
    this.timeNs = timeNs ?? 0
    this.contents = contents.map(({ key, value }) => ({ key, value }))
  }

  get length(): number {
    return this.contents.length
  }

  has(key: string): boolean {
    return this.contents.some((content) => content.key === key)
  }

  get(key: string): string | undefined {
    return this.contents.findLast((content) => content.key === key)?.value
  }

  set(key: string, value: string): void {
    const content = this.contents.findLast((candidate) => candidate.key === key)
    if (content === undefined) this.contents.push({ key, value })
    else content.value = value
  }

  append(key: string, value: string): void {
    this.contents.push({ key, value })
  }

  delete(key: string): boolean {
    const rest = this.contents.filter((content) => content.key !== key)
    return this.contents.splice(0, Infinity, ...rest).length > rest.length
  }

  rename(from: string, to: string): boolean {
    const renamed = this.contents.filter((content) => content.key === from)
    for (const content of renamed) content.key = to
    return renamed.length > 0
  }

  keep(): Log {
    return new KeptLog(this)
  }
}
