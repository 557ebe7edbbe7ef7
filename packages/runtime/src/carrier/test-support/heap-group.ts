import { group as makeInfo, type Event, type GroupInfo } from '@sluice/plugin'
import { Source } from '../../delivery/source.ts'
import { createHeapArenas } from '../arena.ts'
import { Group } from '../group.ts'
import { Lease } from '../lease.ts'
import { LogEventView } from '../log-event-view.ts'
import { LogTable } from '../log-table.ts'

/** A group of events on the heap. */
export function heapGroup(
  events: readonly Event[] = [],
  { info = makeInfo(), sources = [] as Source[] }: { info?: GroupInfo; sources?: Source[] } = {},
): Group {
  const group = new Group(new LogTable(createHeapArenas()()), info, sources)
  group.pushAll('test', events)
  return group
}

/** A source that tells whether it has settled. */
export function countedSource(): { readonly source: Source; readonly settled: () => number } {
  let settled = 0
  const source = new Source(() => settled++)
  return { source, settled: () => settled }
}

/** The events of a group in order: logs as their pairs, the others by their names. */
export function contentOf(group: Group): (readonly [string, unknown][] | string)[] {
  const lease = new Lease('test', false)
  const content: (readonly [string, unknown][] | string)[] = []
  group.each(
    (row) => content.push([...new LogEventView(group.table, row, lease).entries()]),
    (event) => content.push(event.kind === 'raw' ? 'raw' : event.name),
  )
  return content
}
