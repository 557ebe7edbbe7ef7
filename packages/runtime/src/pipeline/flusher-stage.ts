import type { Destination, Logger } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import { backoff } from '../delivery/backoff.ts'
import type { DeadLetters } from '../delivery/dead-letters.ts'
import { type BoundFlusher, bindFlusher } from './bind-flusher.ts'
import { BoundedQueue } from './bounded-queue.ts'
import type { CallGuard } from './call-guard.ts'
import { halves } from './halves.ts'
import type { Instance } from './instance.ts'
import { toError } from './named-error.ts'

/** Most bytes of groups that go out in one call. */
const MOST_BATCH_BYTES = 4 * 1024 * 1024
const READY_POLL_MS = 10
const LONGEST_READY_POLL_MS = 500

interface Options {
  readonly instance: Instance<'flusher'>
  readonly model: 'v1' | 'v2'
  readonly guard: CallGuard
  readonly limitTicks: number
  readonly logger: Logger
  readonly deadLetters: DeadLetters
  /** Groups that may wait. */
  readonly queueSize: number
  /** Aborts when waiting and retrying must end: what is left stays unacknowledged. */
  readonly giveUp: AbortSignal
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
    this.#counts.inEvents.add(group.eventCount)
    this.#counts.inGroups.add()
    this.#counts.inBytes.add(group.size)
    return this.#queue.put(group, 1)
  }

  /** Lets nothing more in; `run` ends when the rest is delivered. */
  close(): void {
    this.#queue.close()
  }

  /** Delivers until the queue is closed and empty, or until giving up. */
  async run(): Promise<void> {
    const { giveUp, instance } = this.#options
    if (!(await this.#untilDone('flusher could not start', async () => instance.facets.start?.()))) return
    while (!giveUp.aborted) {
      const first = await this.#queue.take()
      if (first === undefined) return
      await this.#send(this.#batchFrom(first))
    }
  }

  #batchFrom(first: Group): Group[] {
    const batch = [first]
    let { size } = first
    for (let next = this.#queue.poll(); next !== undefined; next = this.#queue.poll()) {
      batch.push(next)
      size += next.size
      if (size >= MOST_BATCH_BYTES) break
    }
    return batch
  }

  async #send(batch: readonly Group[]): Promise<void> {
    await this.#untilReady()
    let refused: Error | undefined
    const done = await this.#untilDone('flusher could not deliver', async () => {
      try {
        await this.#deliver(batch)
      } catch (error) {
        if (!isPermanent(error)) throw error
        refused = error
      }
    })
    if (!done) return
    if (refused !== undefined) return this.#isolate(batch, refused)
    for (const group of batch) {
      this.#counts.outEvents.add(group.eventCount)
      group.release()
    }
  }

  /** The destination has refused something in the batch: find it by halves. */
  async #isolate(batch: readonly Group[], refused: Error): Promise<void> {
    const [only] = batch
    if (batch.length === 1 && only !== undefined) {
      if (only.eventCount <= 1) return this.#giveUpEvent(only, refused)
      for (const half of halves(only)) await this.#send([half])
      return
    }
    for (const group of batch) await this.#send([group])
  }

  async #giveUpEvent(group: Group, error: Error): Promise<void> {
    const { instance, logger, deadLetters } = this.#options
    this.#counts.failed.add(group.eventCount)
    const { onError } = instance.plan
    logger.warn({ plugin: instance.plugin, error, onError }, 'destination refused an event')
    if (onError === 'dead_letter') await deadLetters.write(group, instance.plugin, error)
    else instance.metrics.counter('discarded_events_total').add(group.eventCount)
    group.release()
  }

  async #untilReady(): Promise<void> {
    const { instance, giveUp } = this.#options
    const { facets, context } = instance
    let wait = READY_POLL_MS
    while (facets.isReady?.(this.#destination) === false && !giveUp.aborted) {
      await context.clock.sleep(wait, giveUp)
      wait = Math.min(wait * 2, LONGEST_READY_POLL_MS)
    }
  }

  /** Tries until it succeeds; false when given up. */
  async #untilDone(failure: string, work: () => Promise<void>): Promise<boolean> {
    const { instance, guard, limitTicks, logger, giveUp, random } = this.#options
    for (let attempt = 1; !giveUp.aborted; attempt++) {
      try {
        await guard.run(instance, limitTicks, work)
        return true
      } catch (error) {
        this.#counts.retries.add()
        const retryMs = Math.round(backoff(attempt, random))
        logger.warn({ plugin: instance.plugin, error: toError(error), attempt, retryMs }, failure)
        await instance.context.clock.sleep(retryMs, giveUp)
      }
    }
    return false
  }
}

function isPermanent(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'DELIVERY_PERMANENT'
}
