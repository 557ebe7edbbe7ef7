export type { Event, EventKind, EventTime, Tags } from './event.ts'
export { toNanoseconds } from './event.ts'
export type { EventGroup, EventGroupInit, GroupInfo } from './group.ts'
export { group } from './group.ts'
export { KeyValues } from './key-values.ts'
export type { LogEvent, LogEventInit } from './log-event.ts'
export { BODY_KEY, log } from './log-event.ts'
export type { Log, LogContent, LogGroup, LogInit, LogTag } from './log-v1.ts'
export type {
  HistogramValue,
  MetricEvent,
  MetricInit,
  MetricType,
  MetricValue,
  SummaryValue,
  TypedValue,
} from './metric-event.ts'
export { counter, gauge, histogram, metric, rateCounter, summary, untyped } from './metric-event.ts'
export type { RawEvent } from './raw-event.ts'
export { raw } from './raw-event.ts'
export type {
  SpanEvent,
  SpanInit,
  SpanInnerEvent,
  SpanKind,
  SpanLink,
  SpanStatus,
} from './span-event.ts'
export { span } from './span-event.ts'
export type { LogValue } from './value.ts'
export { valueToText } from './value.ts'
