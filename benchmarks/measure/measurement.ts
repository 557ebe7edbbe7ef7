export interface Measurement {
  /** CPU seconds, user and system, of the process with all its threads and of what it started. */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  /** Most resident memory of the process and what it started, in bytes. */
  readonly peakRss: number
}
