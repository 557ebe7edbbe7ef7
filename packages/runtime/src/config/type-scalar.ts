export type ScalarValue = string | number | boolean | null

const integer = /^[+-]?\d+$/
const octal = /^[+-]?0[0-7]+$/
const hexadecimal = /^[+-]?0[xX][0-9a-fA-F]+$/
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const special = /^(?:([+-]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/
const isNull = /^(?:~|null|Null|NULL|)$/
const isTrue = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const isFalse = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/

/**
 * The value of an unquoted YAML scalar by iLogtail's rules (yaml-cpp turned into JSON): null, else an integer (also
 * `0x1F`, and octal with a leading zero), else a double, else a boolean (`y n yes no on off true false`), else a string.
 * A number too large for a double stays a string.
 */
export function typeScalar(text: string): ScalarValue {
  if (isNull.test(text)) return null
  const number = readNumber(text)
  if (number !== undefined) return number
  if (isTrue.test(text)) return true
  if (isFalse.test(text)) return false
  return text
}

/** Whether an unquoted integer has more digits than a JavaScript number keeps. */
export function losesDigits(text: string, value: ScalarValue): boolean {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return false
  return integer.test(text) && BigInt(text.replace('+', '')) !== BigInt(value)
}

function readNumber(text: string): number | undefined {
  const infinity = special.exec(text)
  if (infinity !== null) {
    if (infinity[1] === undefined) return Number.NaN
    return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  const number = readFinite(text)
  // Adding zero turns -0 into 0, as an integer has no negative zero.
  return number !== undefined && Number.isFinite(number) ? number + 0 : undefined
}

function readFinite(text: string): number | undefined {
  if (octal.test(text)) return Number.parseInt(text, 8)
  if (hexadecimal.test(text)) {
    const magnitude = Number(text.replace(/^[+-]/, ''))
    return text.startsWith('-') ? -magnitude : magnitude
  }
  return decimal.test(text) ? Number(text) : undefined
}
