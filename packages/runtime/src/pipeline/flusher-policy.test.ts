import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DestinationClosedError, PermanentError } from '@sluice/plugin'
import { Feed, flusher, receive, type Received, Sink } from './test-support/small-plugins.ts'
import { metricOf, startPipeline } from './test-support/start-pipeline.ts'

const five = Array.from({ length: 5 }, (_, index) => ({ n: String(index) }))

/** A flusher whose calls do as the test says. */
class Destination {
  readonly batches: (readonly Received[])[] = []
  readonly log: string[] = []
  answer: (events: readonly Received[]) => void | Promise<void> = () => {}
  isReady = true
  readonly definition

  constructor(name = 'destination') {
    this.definition = flusher(name, {
      start: () => void this.log.push('start'),
      isReady: () => {
        this.log.push('isReady')
        return this.isReady
      },
      setUrgent: (urgent) => void this.log.push(`setUrgent ${urgent}`),
      stop: () => void this.log.push('stop'),
      v2: {
        export: (groups) => {
          const events = groups.flatMap((group) => group.events.map(receive))
          this.batches.push(events)
          return this.answer(events)
        },
      },
    })
  }
}

async function start(destination: Destination, entry = {}, others: readonly Sink[] = []) {
  const feed = new Feed()
  const flushers = [
    [destination.definition, entry] as const,
    ...others.map((sink) => sink.definition),
  ]
  const run = await startPipeline({ inputs: [feed.definition], flushers, random: () => 0.5 })
  return { feed, run }
}

test('a batch that fails comes again after a longer and longer time, until it succeeds', async () => {
  const destination = new Destination()
  const { feed, run } = await start(destination)
  await using _ = run
  const times: number[] = []
  destination.answer = () => {
    times.push(run.clock.monotonic())
    if (times.length < 12) throw new Error('connection refused')
  }
  await feed.send(five)
  feed.collector.checkpoint('offset', '5')
  await run.clock.advance('5m')
  assert.deepEqual(
    times.map((time, index) => time - (times[index - 1] ?? 0)),
    [0, 75, 150, 300, 600, 1200, 2400, 4800, 9600, 19_200, 22_500, 22_500],
  )
  assert.deepEqual(
    destination.batches,
    Array.from({ length: 12 }, () => five),
  )
  assert.equal(metricOf(run, 'flusher_destination/1', 'retry_total'), 11)
  assert.equal(run.checkpoints.size, 1)
  const failures = run.records.filter(({ message }) => message === 'flusher could not deliver')
  assert.equal(failures.length, 11)
  assert.deepEqual(failures[1]?.fields['attempt'], 2)
})

test('an asynchronous failure is treated the same, and a checkpoint waits for the success', async () => {
  const destination = new Destination()
  const { feed, run } = await start(destination)
  await using _ = run
  let isDown = true
  destination.answer = async () => {
    await run.clock.sleep(100)
    if (isDown) throw new Error('connection reset')
  }
  await feed.send(five)
  feed.collector.checkpoint('offset', '5')
  await run.clock.advance('10s')
  assert.equal(run.checkpoints.size, 0)
  isDown = false
  await run.clock.advance('40s')
  assert.equal(run.checkpoints.size, 1)
})

test('what the destination refuses for good is found by halves and set aside; the rest is delivered in order', async () => {
  const destination = new Destination()
  const sink = new Sink()
  const { feed, run } = await start(destination, {}, [sink])
  await using _ = run
  const delivered: Received[] = []
  destination.answer = (events) => {
    const refused = events.find((event) => ['1', '4'].includes(String((event as { n: string }).n)))
    if (refused !== undefined)
      throw new PermanentError(`no ${String((refused as { n: string }).n)}`)
    delivered.push(...events)
  }
  await feed.send(five)
  await feed.send([{ n: '6' }])
  assert.ok(await run.stop())
  assert.deepEqual(delivered, [{ n: '0' }, { n: '2' }, { n: '3' }, { n: '6' }])
  assert.deepEqual(sink.events, [...five, { n: '6' }], 'another flusher is given everything')
  const letters = await run.deadLetters()
  assert.deepEqual(
    letters.map(({ plugin, error }) => [plugin, error]),
    [
      ['flusher_destination/1', 'no 1'],
      ['flusher_destination/1', 'no 4'],
    ],
  )
  assert.equal(metricOf(run, 'flusher_destination/1', 'failed_events_total'), 2)
  assert.equal(metricOf(run, 'flusher_destination/1', 'out_events_total'), 4)
})

test('OnError drop leaves refused events out and counts them', async () => {
  const destination = new Destination()
  const { feed, run } = await start(destination, { OnError: 'drop' })
  await using _ = run
  destination.answer = () => {
    throw new PermanentError('no')
  }
  await feed.send(five)
  assert.ok(await run.stop())
  assert.deepEqual(await run.deadLetters(), [])
  assert.equal(metricOf(run, 'flusher_destination/1', 'discarded_events_total'), 5)
})

test('a batch waits while the flusher is not ready, and is asked about less and less often', async () => {
  const destination = new Destination()
  const { feed, run } = await start(destination)
  await using _ = run
  destination.isReady = false
  await feed.send(five)
  await run.clock.advance('10s')
  assert.deepEqual(destination.batches, [])
  const asked = destination.log.filter((entry) => entry === 'isReady').length
  assert.ok(asked > 20 && asked < 35, `asked ${asked} times`)
  destination.isReady = true
  await run.clock.advance('500ms')
  assert.deepEqual(destination.batches, [five])
})

test('a flusher whose isReady throws is not ready, and nothing else suffers', async () => {
  const broken = flusher('broken', {
    isReady: () => {
      throw new Error('as asked')
    },
    setUrgent: () => {
      throw new Error('as asked')
    },
    v1: { flush() {} },
  })
  const feed = new Feed()
  const sink = new Sink()
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: [broken, sink.definition],
  })
  await feed.send(five)
  await run.clock.advance('1s')
  assert.deepEqual(sink.events, five)
  const stopping = run.stop()
  await run.clock.advance('31s')
  assert.equal(await stopping, false)
})

test('start comes before the first batch and is retried like one; setUrgent and stop come at the end', async () => {
  const destination = new Destination()
  let attempts = 0
  const slow = flusher('slow', {
    start: () => {
      if (++attempts < 3) throw new Error('port in use')
    },
    v1: { flush: () => assert.equal(attempts, 3) },
  })
  const feed = new Feed()
  await using run = await startPipeline({
    inputs: [feed.definition],
    flushers: [slow, destination.definition],
  })
  await feed.send(five)
  await run.clock.advance('1s')
  assert.equal(attempts, 3)
  assert.ok(await run.stop())
  assert.deepEqual(destination.log, ['start', 'isReady', 'setUrgent true', 'stop'])
})

test('a slow flusher does not stop the others until its own queue is full', async () => {
  const slow = new Destination('slow')
  const release = Promise.withResolvers<void>()
  slow.answer = () => release.promise
  const fast = new Sink()
  const feed = new Feed()
  await using run = await startPipeline({
    global: { DefaultLogGroupQueueSize: 3, DefaultLogQueueSize: 2 },
    inputs: [feed.definition],
    flushers: [slow.definition, fast.definition],
  })
  let sent = 0
  const sending = (async () => {
    for (const event of Array.from({ length: 20 }, (_, n) => ({ n: String(n) }))) {
      await feed.send([event])
      sent++
    }
  })()
  await run.clock.advance('1s')
  // One at the destination and three in its queue are delivered elsewhere; one waits to be routed, two to be processed.
  assert.equal(fast.events.length, 4)
  assert.equal(sent, 7)
  release.resolve()
  await sending
  assert.ok(await run.stop())
  assert.equal(fast.events.length, 20)
  assert.equal(slow.batches.flat().length, 20)
})

test('groups that wait are sent together, in order', async () => {
  const destination = new Destination()
  const release = Promise.withResolvers<void>()
  destination.answer = (events) =>
    destination.batches.length === 1 ? release.promise : void events
  const { feed, run } = await start(destination)
  await using _ = run
  for (const event of five) await feed.send([event])
  await run.clock.advance(0)
  release.resolve()
  await run.stop()
  assert.deepEqual(destination.batches, [five.slice(0, 1), five.slice(1)])
})

test('a stop ends at its deadline: what is undelivered stays so, and nothing of it is set down as done', async () => {
  const destination = new Destination()
  const feed = new Feed()
  await using run = await startPipeline({
    global: { StopTimeout: '5s' },
    inputs: [feed.definition],
    flushers: [destination.definition],
  })
  await feed.send(five)
  feed.collector.checkpoint('offset', 'first')
  await run.clock.advance(0)
  destination.answer = () => {
    throw new Error('down')
  }
  await feed.send(five)
  feed.collector.checkpoint('offset', 'second')
  const waiting = feed.collector.delivered()
  let stopped: boolean | undefined
  void run.stop().then((clean) => (stopped = clean))
  await run.clock.advance('4900ms')
  assert.equal(stopped, undefined)
  await run.clock.advance('100ms')
  assert.equal(stopped, false)
  await assert.rejects(waiting, { code: 'NOT_DELIVERED' })
  const tried = destination.batches.length
  destination.answer = () => {}
  await run.clock.advance('5m')
  assert.equal(destination.batches.length, tried, 'nothing is tried again')
  assert.deepEqual(
    [...run.checkpoints.values()].map((value) => Buffer.from(value).toString()),
    ['first'],
  )
  assert.equal(destination.log.at(-1), 'stop')
  assert.equal(metricOf(run, '', 'open_sources'), 1)
})

test('a destination that is gone for good ends its pipeline, unacknowledged', async () => {
  const destination = new Destination()
  const { feed, run } = await start(destination)
  await using _ = run
  destination.answer = () => {
    throw new DestinationClosedError('the reader has left')
  }
  await feed.send(five)
  feed.collector.checkpoint('offset', '5')
  await run.clock.advance('1m')
  assert.deepEqual(run.reports, [
    { type: 'closed', pipeline: 'test', plugin: 'flusher_destination/1' },
  ])
  assert.equal(run.checkpoints.size, 0)
  assert.equal(destination.batches.length, 1)
  await assert.rejects(async () => feed.send(five), { code: 'COLLECTOR_CLOSED' })
})
