/** How events are printed. */
export interface Format {
  /**
   * What a log looks like: `pairs` is one object of its contents, `list` keeps keys and values apart, `typed` shows all
   * that the event carries. Other kinds are always `typed`.
   */
  readonly shape: 'pairs' | 'list' | 'typed'
  /** Whether a heading with its tags stands in front of each group. */
  readonly tags: boolean
  /** Whether every line has to be JSON, the headings too. */
  readonly bare: boolean
}

/** `YYYY-MM-DD hh:mm:ss ` in local time, as logs of the original begin. */
export function timePrefix(milliseconds: number): string {
  const date = new Date(milliseconds)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()]
  return `${day.map(twoDigits).join('-')} ${time.map(twoDigits).join(':')} `
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
