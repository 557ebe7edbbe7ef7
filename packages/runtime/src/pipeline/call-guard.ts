import type { Awaitable } from '@sluice/plugin'

/** One plugin instance of a running pipeline, as the watchdog and the log name it. */
export interface InstanceIdentity {
  /** Unique in the data thread; what is published while the instance runs. */
  readonly number: number
  readonly pipeline: string
  /** `type/id`. */
  readonly plugin: string
}

/** A call that has not settled yet. */
export interface PendingCall {
  readonly instance: InstanceIdentity
  readonly limitTicks: number
  /** The tick in which it began, or was last seen to wait for the pipeline. */
  sinceTick: number
  /** Whether the call waits for the pipeline, which is no fault of the plugin. */
  readonly isExcused: (() => boolean) | undefined
}

/** Makes a call of a plugin; what it returns or throws is that of the call. */
export type MakeCall = <Result>(instance: InstanceIdentity, call: () => Result) => Result

/**
 * Knows which plugin instance is running and which calls are open. Time is counted in ticks of the data thread, so a
 * suspended process ages nothing.
 */
export class CallGuard {
  readonly #publish: (instance: number) => void
  readonly #makeCall: MakeCall | undefined
  readonly #pending = new Set<PendingCall>()
  #tick = 0

  /** `publish` tells the outside which instance is about to run; 0 means none. `makeCall` makes the calls, if given. */
  constructor(publish: (instance: number) => void, makeCall?: MakeCall) {
    this.#publish = publish
    this.#makeCall = makeCall
  }

  /** Counts one tick and returns the calls that have been open for longer than they may. */
  tick(): PendingCall[] {
    this.#tick++
    for (const call of this.#pending) if (call.isExcused?.() === true) call.sinceTick = this.#tick
    return [...this.#pending].filter(
      ({ sinceTick, limitTicks }) => this.#tick - sinceTick > limitTicks,
    )
  }

  /** Runs a call of a plugin that must settle within `limitTicks`, not counting those in which it is excused. */
  run<Result>(
    instance: InstanceIdentity,
    limitTicks: number,
    call: () => Awaitable<Result>,
    isExcused?: () => boolean,
  ): Awaitable<Result> {
    this.#publish(instance.number)
    let result: Awaitable<Result>
    try {
      result = this.#makeCall === undefined ? call() : this.#makeCall(instance, call)
    } finally {
      this.#publish(0)
    }
    if (!isThenable(result)) return result
    const pending: PendingCall = { instance, sinceTick: this.#tick, limitTicks, isExcused }
    this.#pending.add(pending)
    return settle(result, () => this.#pending.delete(pending))
  }

  /** Forgets the open calls of a pipeline that is given up. */
  forget(pipeline: string): void {
    for (const call of this.#pending) {
      if (call.instance.pipeline === pipeline) this.#pending.delete(call)
    }
  }
}

export function isThenable<Result>(value: Awaitable<Result>): value is PromiseLike<Result> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}

async function settle<Result>(promise: PromiseLike<Result>, done: () => void): Promise<Result> {
  try {
    return await promise
  } finally {
    done()
  }
}
