import type { CounterMetric } from '@sluice/plugin'
import type { Group } from '../carrier/group.ts'
import type { Match } from '../config/plan.ts'
import type { FlusherStage } from './flusher-stage.ts'

interface Route {
  readonly match: Match | undefined
  readonly flusher: FlusherStage
}

/** Hands groups to the flushers that match, one reference each. A flusher without `Match` takes everything. */
export class Router {
  readonly #routes: readonly Route[]
  readonly #unmatched: CounterMetric

  /** `unmatched` counts the events that no flusher wants. */
  constructor(flushers: readonly FlusherStage[], unmatched: CounterMetric) {
    this.#routes = flushers.map((flusher) => ({ match: flusher.instance.plan.match, flusher }))
    this.#unmatched = unmatched
  }

  /** Takes over the groups; waits while a queue is full. A group nobody wants was filtered. */
  async route(groups: readonly Group[]): Promise<void> {
    for (const group of groups) {
      const routes = this.#routes.filter(
        ({ match }) => match === undefined || matches(match, group),
      )
      if (routes.length === 0) this.#unmatched.add(group.eventCount)
      for (const { match, flusher } of routes) {
        const full = flusher.put(addressed(match, group))
        if (full !== undefined) await full
      }
      group.release()
    }
  }
}

function matches(match: Match, group: Group): boolean {
  if (match.type === 'tag') return group.info.tags.get(match.key) === match.value
  const [first] = group.others
  const kind = first?.at === 0 ? first.event.kind : 'log'
  return kind === (match.value === 'trace' ? 'span' : match.value)
}

function addressed(match: Match | undefined, group: Group): Group {
  group.retain()
  if (match?.type !== 'tag' || !match.discardingTag) return group
  const own = group.own()
  own.info.tags.delete(match.key)
  return own
}
