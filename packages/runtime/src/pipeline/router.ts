import type { Group } from '../carrier/group.ts'
import { copyInfo } from '../carrier/views.ts'
import type { Match } from '../config/plan.ts'
import type { FlusherStage } from './flusher-stage.ts'

interface Route {
  readonly match: Match | undefined
  readonly flusher: FlusherStage
}

/** Hands groups to the flushers that match, one reference each. A flusher without `Match` takes everything. */
export class Router {
  readonly #routes: readonly Route[]

  constructor(flushers: readonly FlusherStage[]) {
    this.#routes = flushers.map((flusher) => ({ match: flusher.instance.plan.match, flusher }))
  }

  /** Takes over the groups; waits while a queue is full. A group nobody wants was filtered. */
  async route(groups: readonly Group[]): Promise<void> {
    for (const group of groups) {
      for (const { match, flusher } of this.#routes) {
        if (match !== undefined && !matches(match, group)) continue
        const full = flusher.put(addressed(match, group))
        if (full !== undefined) await full
      }
      group.release()
    }
  }
}

function matches(match: Match, group: Group): boolean {
  if (match.type === 'tag') return group.info.tags.get(match.key) === match.value
  const first = group.others[0]?.at === 0 ? group.others[0].event.kind : group.logCount > 0 ? 'log' : undefined
  return first === (match.value === 'trace' ? 'span' : match.value)
}

function addressed(match: Match | undefined, group: Group): Group {
  if (match?.type !== 'tag' || !match.discardingTag) return group.retain()
  const info = copyInfo(group)
  info.tags.delete(match.key)
  const rows = Array.from({ length: group.logCount }, (_, position) => group.rowAt(position))
  return group.derive(rows, group.others, info)
}
