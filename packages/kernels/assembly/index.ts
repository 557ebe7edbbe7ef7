export { encodeJson } from './encode-json'
export { splitLines } from './split-lines'
