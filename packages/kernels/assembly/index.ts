export { encodeJson } from './encode-json'
export { extract } from './extract'
export { splitLines } from './split-lines'
