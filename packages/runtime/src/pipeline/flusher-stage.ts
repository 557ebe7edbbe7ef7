import type { Awaitable, Destination } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { toError } from '../carrier/named-error.ts'
import { backoff } from '../delivery/backoff.ts'
import { type BoundFlusher, bindFlusher } from './bind-flusher.ts'
import { BoundedQueue } from './bounded-queue.ts'
import { halves } from './halves.ts'
import type { Instance } from './instance.ts'
import type { StageServices } from './processor-stage.ts'

/** Most bytes of groups that go out in one call. */
const MOST_BATCH_BYTES = 1024 * 1024
/** A larger group takes the place of several in the queue: waiting ones only cost memory. */
const USUAL_GROUP_BYTES = 128 * 1024
const READY_POLL_MS = 10
const LONGEST_READY_POLL_MS = 500

interface Options extends StageServices {
  readonly instance: Instance<'flusher'>
  readonly model: 'v1' | 'v2'
  /** Groups that may wait. */
  readonly queueSize: number
  /** Aborts when waiting and trying again must end: what is left stays unacknowledged. */
  readonly giveUp: AbortSignal
  /** Called when the destination is gone for good. */
  readonly closed: () => void
  readonly random: () => number
}

/** One flusher of a pipeline with its own queue: a slow one does not hold up the others until its queue is full. */
export class FlusherStage {
  readonly #options: Options
  readonly #queue: BoundedQueue<Group>
  readonly #deliver: BoundFlusher
  readonly #destination: Destination
  readonly #counts

  constructor(options: Options) {
    this.#options = options
    const { instance, queueSize, model } = options
    this.#queue = new BoundedQueue(queueSize)
    this.#destination = { project: '', logstore: '', configName: instance.pipeline }
    this.#deliver = bindFlusher(instance, model, this.#destination)
    const { metrics } = instance
    this.#counts = {
      inEvents: metrics.counter('in_events_total'),
      inGroups: metrics.counter('in_event_groups_total'),
      inBytes: metrics.counter('in_size_bytes'),
      outEvents: metrics.counter('out_events_total'),
      retries: metrics.counter('retry_total'),
      failed: metrics.counter('failed_events_total'),
    }
  }

  get instance(): Instance<'flusher'> {
    return this.#options.instance
  }

  /** Takes over the group; waits while the queue is full. */
  put(group: Group): Promise<void> | undefined {
    if (this.#options.giveUp.aborted) {
      group.release()
      return undefined
    }
    this.#counts.inEvents.add(group.eventCount)
    this.#counts.inGroups.add()
    const { size } = group
    this.#counts.inBytes.add(size)
    // Refused is who waits when the pipeline is given up; what he brought has been released then.
    return this.#queue.put(group, Math.ceil(size / USUAL_GROUP_BYTES))?.catch(() => {})
  }

  /** Lets nothing more in; `run` ends when the rest is delivered. */
  close(): void {
    this.#queue.close()
  }

  /** Drops what is not delivered; to be called after giving up. */
  abandon(): void {
    for (const group of this.#queue.abandon()) group.release()
  }

  /** Delivers until the queue is closed and empty, or until giving up. */
  async run(): Promise<void> {
    const start = (): Awaitable<void> => this.instance.facets.start?.()
    if (!(await this.#untilDone('flusher could not start', start))) return
    for (let group = await this.#queue.take(); group; group = await this.#queue.take()) {
      const setAside: Promise<void>[] = []
      await this.#send(this.#batchFrom(group), setAside)
      await Promise.all(setAside)
    }
  }

  #batchFrom(first: Group): Group[] {
    const batch = [first]
    let { size } = first
    while (size < MOST_BATCH_BYTES) {
      const next = this.#queue.poll()
      if (next === undefined) break
      batch.push(next)
      size += next.size
    }
    return batch
  }

  async #send(batch: readonly Group[], setAside: Promise<void>[]): Promise<void> {
    await this.#untilReady()
    let refused: Error | undefined
    const done = await this.#untilDone('flusher could not deliver', async () => {
      try {
        await this.#deliver(batch)
      } catch (error) {
        if (!hasCode(error, 'DELIVERY_PERMANENT')) throw error
        refused = error
      }
    })
    if (done && refused !== undefined) return this.#isolate(batch, refused, setAside)
    for (const group of batch) {
      if (done) this.#counts.outEvents.add(group.eventCount)
      group.release()
    }
  }

  /** The destination has refused something in the batch: find it by halves. */
  async #isolate(
    batch: readonly Group[],
    refused: Error,
    setAside: Promise<void>[],
  ): Promise<void> {
    const [only] = batch
    if (batch.length > 1 || only === undefined) {
      for (const group of batch) await this.#send([group], setAside)
    } else if (only.eventCount > 1) {
      // Other flushers may hold the same group.
      for (const half of halves(only.own())) await this.#send([half], setAside)
    } else this.#giveUpEvent(only, refused, setAside)
  }

  #giveUpEvent(group: Group, error: Error, setAside: Promise<void>[]): void {
    const { instance, logger, deadLetters } = this.#options
    const { plan, plugin, metrics } = instance
    this.#counts.failed.add(group.eventCount)
    logger.warn({ plugin, error, onError: plan.onError }, 'destination refused an event')
    if (plan.onError === 'dead_letter') {
      setAside.push(deadLetters.write(group, plugin, error).then(() => group.release()))
    } else {
      metrics.counter('discarded_events_total').add(group.eventCount)
      group.release()
    }
  }

  async #untilReady(): Promise<void> {
    const { giveUp } = this.#options
    const { clock } = this.instance.context
    let wait = READY_POLL_MS
    while (!giveUp.aborted && !this.#isReady()) {
      await clock.sleep(wait, giveUp)
      wait = Math.min(wait * 2, LONGEST_READY_POLL_MS)
    }
  }

  #isReady(): boolean {
    const { instance, guard, limitTicks, logger } = this.#options
    try {
      const ask = (): unknown => instance.facets.isReady?.(this.#destination)
      return guard.run(instance, limitTicks, ask) !== false
    } catch (error) {
      const message = 'isReady of a flusher failed; it counts as not ready'
      logger.warn({ plugin: instance.plugin, error: toError(error) }, message)
      return false
    }
  }

  /** Tries until it succeeds; false when given up. */
  async #untilDone(failure: string, work: () => Awaitable<void>): Promise<boolean> {
    const { instance, guard, limitTicks, logger, giveUp, random } = this.#options
    for (let attempt = 1; !giveUp.aborted; attempt++) {
      try {
        await guard.run(instance, limitTicks, work)
        return true
      } catch (error) {
        if (giveUp.aborted) return false
        if (hasCode(error, 'DESTINATION_CLOSED')) {
          logger.error({ plugin: instance.plugin, error }, 'the destination is closed for good')
          this.#options.closed()
          return false
        }
        this.#counts.retries.add()
        const retryMs = Math.round(backoff(attempt, random))
        logger.warn({ plugin: instance.plugin, error: toError(error), attempt, retryMs }, failure)
        await instance.context.clock.sleep(retryMs, giveUp)
      }
    }
    return false
  }
}

/** By code: a plugin may carry its own copy of the error classes. */
function hasCode(error: unknown, code: string): error is Error {
  return error instanceof Error && 'code' in error && error.code === code
}
