import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Event,
  group as makeInfo,
  type Log,
  log,
  type LogGroup,
  type PluginDefinition,
} from '@sluice/plugin'
import type { HeldGroup } from '@sluice/plugin/columns'
import * as fc from 'fast-check'
import { aggregator, Feed, flusher, processor } from './test-support/small-plugins.ts'
import { type Entry, startPipeline } from './test-support/start-pipeline.ts'

/** Numbers of the events that an event stands for. */
function idsOf(event: Event): number[] {
  return event.kind === 'log' ? String(event.get('ids')).split(',').map(Number) : []
}

const processors: Readonly<Record<string, Entry>> = {
  filtering: processor('filtering', {
    v1: { processLogs: (logs) => logs.filter((item) => Number(item.get('ids')) % 3 !== 0) },
  }),
  renewing: processor('renewing', {
    v1: {
      processLogs: (logs) => logs.map(({ time, contents }) => ({ time, contents: [...contents] })),
    },
  }),
  doubling: processor('doubling', {
    v2: {
      process: ({ info, events }) => ({ info, events: events.flatMap((event) => [event, event]) }),
    },
  }),
  dividing: processor('dividing', {
    v2: {
      process: ({ info, events }) => [
        { info, events: events.filter((_, index) => index % 2 === 0) },
        { info: makeInfo({ side: 'b' }), events: events.filter((_, index) => index % 2 === 1) },
      ],
    },
  }),
  narrowing: processor('narrowing', {
    columns: {
      async process(group) {
        const ids = group.key('ids')
        await Promise.resolve()
        group.filterRows((row) => Number(group.text(group.find(row, ids))) % 7 !== 0)
      },
    },
  }),
  throwing: [
    processor('throwing', {
      v2: {
        process(group) {
          for (const event of group.events) if (idsOf(event)[0]! % 5 === 1) throw new Error('no')
          return group
        },
      },
    }),
    { OnError: 'drop' },
  ],
}

const noTags = { tags: [], topic: '', source: '', category: '', machineUuid: '' }

const aggregators: Readonly<Record<string, PluginDefinition>> = {
  merging: aggregator('merging', () => {
    let open: HeldGroup | undefined
    const flush = (): HeldGroup[] => {
      const complete = open === undefined ? [] : [open]
      open = undefined
      return complete
    }
    return {
      columns: {
        add(group) {
          if (open === undefined) open = group
          else open.take(group)
          return open.length > 6 ? [open.split(2), ...flush()] : []
        },
        flush,
      },
    }
  }),
  passing_logs: aggregator('passing_logs', () => {
    let logs: Log[] = []
    return {
      v1: {
        add(item) {
          if (logs.length >= 5) return false
          logs.push(item)
          return undefined
        },
        flush() {
          const groups: LogGroup[] = [{ ...noTags, logs }]
          logs = []
          return groups
        },
      },
    }
  }),
  queueing: aggregator('queueing', ({ queue }) => {
    let logs: Log[] = []
    return {
      v1: {
        async add(item) {
          logs.push(item)
          if (logs.length < 3) return
          const group = { ...noTags, logs }
          if (queue.add(group) || (await queue.addWithWait(group, 5))) logs = []
        },
        flush: () => [{ ...noTags, logs: logs.splice(0) }],
      },
    }
  }),
  passing_events: aggregator('passing_events', () => {
    const held: Event[] = []
    return {
      v2: {
        record: ({ events }) => void held.push(...events),
        getResult: ({ collector }) => collector.collect(makeInfo(), ...held.splice(0)),
      },
    }
  }),
  summing: aggregator('summing', () => {
    let ids: number[] = []
    return {
      v2: {
        record: ({ events }) => void ids.push(...events.flatMap(idsOf)),
        getResult() {
          if (ids.length === 0) return undefined
          const sum = log({ contents: { ids: ids.join(',') } })
          ids = []
          return { info: makeInfo(), events: [sum] }
        },
      },
    }
  }),
}

/** A flusher that takes a batch when the test opens it. */
class Gate {
  /** How often each event was delivered. */
  readonly delivered = new Map<number, number>()
  readonly #waiting: PromiseWithResolvers<void>[] = []
  readonly definition: PluginDefinition

  constructor(name: string, isOpen: boolean) {
    this.definition = flusher(name, {
      v2: {
        export: async (groups) => {
          const gate = Promise.withResolvers<void>()
          this.#waiting.push(gate)
          const ids = groups.flatMap(({ events }) => events.flatMap(idsOf))
          if (!isOpen) await gate.promise
          for (const id of ids) this.delivered.set(id, (this.delivered.get(id) ?? 0) + 1)
        },
      },
    })
  }

  open(): void {
    this.#waiting.shift()?.resolve()
  }
}

interface Plan {
  readonly processors: readonly string[]
  readonly aggregator: string | undefined
  readonly sizes: readonly number[]
  readonly gates: readonly number[]
}

async function start(plan: Plan, isOpen: boolean) {
  const feed = new Feed()
  const gates = ['all', 'side', 'rest'].map((name) => new Gate(name, isOpen))
  const matches = [
    {},
    { Match: { Type: 'tag', Key: 'side', Value: 'b' } },
    { Match: { Type: 'event_type', Value: 'log' } },
  ]
  const run = await startPipeline({
    global: { DefaultLogQueueSize: 4, DefaultLogGroupQueueSize: 2, AggregatIntervalMs: 50 },
    inputs: [feed.definition],
    processors: plan.processors.map((name) => processors[name] as Entry),
    ...(plan.aggregator === undefined ? {} : { aggregators: [aggregators[plan.aggregator]!] }),
    flushers: gates.map((gate, index) => [gate.definition, matches[index]!] as const),
  })
  return { feed, gates, run }
}

/** Sends one group after the other, each followed by a checkpoint. */
async function send(feed: Feed, sizes: readonly number[]): Promise<void> {
  let id = 0
  for (const [number, size] of sizes.entries()) {
    await feed.send(Array.from({ length: size }, () => ({ ids: String(id++) })))
    feed.collector.checkpoint('sent', String(number))
  }
}

const plan: fc.Arbitrary<Plan> = fc.record({
  processors: fc.shuffledSubarray(Object.keys(processors), { maxLength: 3 }),
  aggregator: fc.constantFrom(undefined, ...Object.keys(aggregators)),
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
  gates: fc.array(fc.nat({ max: 2 }), { maxLength: 30 }),
})

test('whatever becomes of events on their way, progress is stored when all of them are delivered, and never before', async () => {
  const property = fc.asyncProperty(plan, async (chosen) => {
    const expected = await dryRun(chosen)
    const { feed, gates, run } = await start(chosen, false)
    await using _ = run
    const sending = send(feed, chosen.sizes)
    const check = (): void => {
      const stored = storedOf(run.checkpoints)
      const count = chosen.sizes.slice(0, stored + 1).reduce((sum, size) => sum + size, 0)
      gates.forEach(({ delivered }, index) => {
        for (let id = 0; id < count; id++) {
          const wanted = expected[index]?.get(id) ?? 0
          assert.ok((delivered.get(id) ?? 0) >= wanted, `event ${id} was acknowledged too early`)
        }
      })
    }
    for (const index of chosen.gates) {
      await run.clock.advance(60)
      gates[index]?.open()
      check()
    }
    let stopped = false
    const stopping = sending.then(() => run.stop()).finally(() => (stopped = true))
    while (!stopped) {
      for (const gate of gates) gate.open()
      await run.clock.advance(20)
      check()
    }
    assert.equal(await stopping, true, 'something stays unacknowledged')
    assert.equal(storedOf(run.checkpoints), chosen.sizes.length - 1)
    assert.deepEqual(
      gates.map(({ delivered }) => delivered),
      expected,
    )
  })
  await fc.assert(property, { numRuns: 150 })
})

function storedOf(checkpoints: ReadonlyMap<string, Uint8Array>): number {
  const [value] = checkpoints.values()
  return value === undefined ? -1 : Number(Buffer.from(value).toString())
}

async function dryRun(chosen: Plan): Promise<readonly ReadonlyMap<number, number>[]> {
  const { feed, gates, run } = await start(chosen, true)
  await using _ = run
  const sending = send(feed, chosen.sizes)
  await run.clock.advance('5s')
  await sending
  assert.equal(await run.stop(), true)
  return gates.map(({ delivered }) => delivered)
}
