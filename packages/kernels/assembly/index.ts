export { encodeJson } from './encode-json'
export { extract } from './extract'
export { matchLines } from './match-lines'
export { splitLines } from './split-lines'
