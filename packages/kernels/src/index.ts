export { compileRegex } from './regex/compile-regex.ts'
export type { CompiledRegex, CoveringRegex, RegexOptions } from './regex/compile-regex.ts'
export { enableLinearFallback } from './regex/linear-fallback.ts'
export { RegexError } from './regex/regex-error.ts'
export type { RegexErrorCode } from './regex/regex-error.ts'
export { encodeJson, JSON_BLOCK_SIZE } from './wasm/encode-json.ts'
export type { EncodedJson, JsonRows } from './wasm/encode-json.ts'
export { createKernels } from './wasm/create-kernels.ts'
export type { WasmKernels } from './wasm/create-kernels.ts'
export { compileOnePass } from './one-pass/compile-one-pass.ts'
export { doubtsOf } from './one-pass/doubts-of.ts'
export { captureSize, MATCHED, NO_MATCH, UNDECIDED } from './one-pass/program.ts'
export type { OnePassProgram } from './one-pass/program.ts'
export { runOnePass } from './one-pass/run-one-pass.ts'
export { EXTRACT_BLOCK_WORDS, extractGroups, programImage } from './wasm/extract.ts'
export type { ExtractedRows, ExtractRows, ProgramImage } from './wasm/extract.ts'
export { KeyDictionary } from './wasm/key-dictionary.ts'
export {
  JsonMode,
  MEMBERS_BLOCK_WORDS,
  PairMode,
  PairResult,
  pairsImage,
  parseMembers,
  SPARE_KEYS,
} from './wasm/parse-members.ts'
export type { MemberValues, ParsedMembers } from './wasm/parse-members.ts'
export { VALUE_CALL_WORDS, valueProgress, writeValueCall } from './wasm/value-call.ts'
export type { ValueCall, ValueProgress } from './wasm/value-call.ts'
export {
  LINES_BLOCK_SIZE,
  MOST_LINE_PROGRAMS,
  matchLines,
  UNDECIDED_SHIFT,
} from './wasm/match-lines.ts'
export type { LineProgram, LinesToMatch } from './wasm/match-lines.ts'
export { Split, splitText } from './delimiter/split-text.ts'
export type { DelimiterOptions } from './delimiter/split-text.ts'
export { separatorImage, SPLIT_BLOCK_WORDS, splitFields } from './wasm/split-fields.ts'
export type { SplitProgress, SplitRows } from './wasm/split-fields.ts'
export { compileTimeFormat } from './time/time-format.ts'
export type { TimeStep } from './time/time-format.ts'
export { readTime } from './time/read-time.ts'
export type { ReadTime } from './time/read-time.ts'
export { resolveTime, TimeResult } from './time/resolve-time.ts'
export type { TimeRules } from './time/resolve-time.ts'
export {
  NO_YEAR,
  readTimes,
  TIME_BLOCK_WORDS,
  TIME_WORK_SIZE,
  timeImage,
} from './wasm/read-times.ts'
export type { TimeRows } from './wasm/read-times.ts'
