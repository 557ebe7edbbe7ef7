import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counter, type Event, type EventKind, group as makeInfo, log, raw } from '@sluice/plugin'
import { SLAB_SIZE } from '@sluice/plugin/columns'
import * as fc from 'fast-check'
import type { Group } from './group.ts'
import { contentOf, countedSource, heapGroup } from './test-support/heap-group.ts'

type Step =
  | { readonly do: 'split'; readonly which: number; readonly count: number }
  | { readonly do: 'take'; readonly which: number; readonly other: number }
  | { readonly do: 'filter'; readonly which: number; readonly keep: readonly boolean[] }
  | { readonly do: 'kinds'; readonly which: number; readonly kinds: readonly EventKind[] }
  | { readonly do: 'own' | 'release'; readonly which: number }

const which = fc.nat()
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('split' as const), which, count: fc.nat({ max: 8 }) }),
  fc.record({ do: fc.constant('take' as const), which, other: which }),
  fc.record({ do: fc.constant('filter' as const), which, keep: fc.array(fc.boolean()) }),
  fc.record({
    do: fc.constant('kinds' as const),
    which,
    kinds: fc.subarray<EventKind>(['log', 'metric', 'raw']),
  }),
  fc.record({ do: fc.constantFrom('own' as const, 'release' as const), which }),
)

/** What a group should hold, and the numbers of the sources it should hold open. */
interface Expected {
  readonly group: Group
  content: ReturnType<typeof contentOf>
  readonly sources: Set<number>
}

test('dividing, merging and filtering keep events in order, and sources open as long as a group has them', () => {
  const property = fc.property(
    fc.array(fc.array(fc.constantFrom<EventKind>('log', 'metric', 'raw'), { maxLength: 6 }), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.array(step, { maxLength: 20 }),
    (kindsOfGroups, steps) => {
      const sources = kindsOfGroups.map(() => countedSource())
      let live: Expected[] = kindsOfGroups.map((kinds, index) => {
        const events = kinds.map((kind, place) => eventOf(kind, `${index}.${place}`))
        const group = heapGroup(events, { sources: [sources[index]!.source] })
        return { group, content: contentOf(group), sources: new Set([index]) }
      })
      for (const each of [...steps, ...live.map(() => release)]) {
        if (live.length > 0) live = apply(live, each)
        check(live, sources)
      }
      while (live.length > 0) live = apply(live, release)
      check(live, sources)
    },
  )
  fc.assert(property)
})

const release: Step = { do: 'release', which: 0 }

function eventOf(kind: EventKind, name: string): Event {
  if (kind === 'log') return log({ contents: { name } })
  return kind === 'raw' ? raw(Buffer.from(name)) : counter(name, 1)
}

function apply(live: readonly Expected[], each: Step): Expected[] {
  const index = each.which % live.length
  const chosen = live[index] as Expected
  const rest = live.filter((one) => one !== chosen)
  const { group, content, sources } = chosen
  switch (each.do) {
    case 'release':
      group.release()
      return rest
    case 'own':
      return [...rest, { group: group.own(), content, sources }]
    case 'split': {
      const first = group.split(each.count)
      chosen.content = content.slice(each.count)
      const cut = { group: first, content: content.slice(0, each.count), sources }
      return [...live, cut]
    }
    case 'kinds': {
      const kinds = new Set(each.kinds)
      const isCut = content.map((event) => !kinds.has(kindOf(event)))
      const cut = group.cutOffOthers(kinds)
      assert.equal(cut !== undefined, isCut.includes(true))
      if (cut === undefined) return [...live]
      chosen.content = content.filter((_, place) => !isCut[place])
      return [...live, { group: cut, content: content.filter((_, place) => isCut[place]), sources }]
    }
    case 'filter': {
      let row = 0
      chosen.content = content.filter(
        (event) => kindOf(event) !== 'log' || each.keep[row++] !== false,
      )
      group.filterRows((position) => each.keep[position] !== false)
      return [...live]
    }
    case 'take': {
      const other = rest[each.other % Math.max(1, rest.length)]
      if (other === undefined) return [...live]
      group.take(other.group)
      chosen.content = [...content, ...other.content]
      const merged = { ...chosen, sources: new Set([...sources, ...other.sources]) }
      return [...rest.filter((one) => one !== other), merged]
    }
  }
}

function kindOf(event: ReturnType<typeof contentOf>[number]): EventKind {
  if (typeof event !== 'string') return 'log'
  return event === 'raw' ? 'raw' : 'metric'
}

function check(
  live: readonly Expected[],
  sources: readonly { readonly settled: () => number }[],
): void {
  for (const { group, content } of live) {
    assert.deepEqual(contentOf(group), content)
    assert.equal(group.eventCount, content.length)
  }
  sources.forEach(({ settled }, index) => {
    const isHeld = live.some((one) => one.sources.has(index))
    assert.equal(settled(), isHeld ? 0 : 1)
  })
}

test('a group that several hold lets its sources go with the last of them, and no later', () => {
  const { source, settled } = countedSource()
  const group = heapGroup([log()], { sources: [source] })
  group.retain()
  group.release()
  assert.equal(settled(), 0)
  group.release()
  assert.equal(settled(), 1)
  assert.throws(() => group.release())
})

test('changes to the tags of a part that was cut off leave the rest alone', () => {
  const group = heapGroup([log(), log()], { info: makeInfo({ host: 'a' }) })
  group.split(1).info.tags.add('host', 'b')
  assert.equal(group.info.tags.get('host'), 'a')
})

test('bytes beyond a slab are kept as text when groups are merged', () => {
  const text = 'ä'.repeat(SLAB_SIZE / 4)
  const groups = Array.from({ length: 3 }, () => {
    const group = heapGroup()
    const bytes = Buffer.from(text)
    group.reserve(bytes.length).set(bytes)
    group.appendBytes(
      group.addRow(1, 0),
      group.key('content'),
      group.commit(bytes.length),
      bytes.length,
    )
    return group
  })
  const [first, ...others] = groups as [Group, ...Group[]]
  for (const other of others) first.take(other)
  assert.deepEqual(
    contentOf(first),
    Array.from({ length: 3 }, () => [['content', text]]),
  )
})

test('refuses more than a slab, more than was reserved, and any use after it was given away', () => {
  const group = heapGroup()
  assert.throws(() => group.reserve(SLAB_SIZE + 1), { code: 'SLAB_FULL' })
  group.reserve(10)
  assert.throws(() => group.commit(SLAB_SIZE), RangeError)
  assert.throws(() => group.commit(-1), RangeError)
  group.release()
  assert.throws(() => group.reserve(1), /given away/)
  assert.throws(() => group.addRow(1, 0), /given away/)
})

test('counts text among its bytes', () => {
  const group = heapGroup([log({ contents: { content: 'x'.repeat(10_000) } })])
  assert.ok(group.size >= 10_000)
})
