import { group as makeInfo, type GroupInfo, PluginError } from '@sluice/plugin'
import type { ColumnCollector, ColumnGroup } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import type { Intake } from './intake.ts'

/** The collector of inputs that use the columns view. */
export class RowCollector implements ColumnCollector {
  readonly #intake: Intake
  readonly #open = new Set<ColumnGroup>()

  constructor(intake: Intake) {
    this.#intake = intake
  }

  async open(info?: GroupInfo): Promise<ColumnGroup> {
    const group = await this.#intake.open(info && makeInfo(info.tags, info.metadata))
    this.#open.add(group)
    return group
  }

  emit(group: ColumnGroup): Promise<void> {
    return this.#intake.put(this.#giveUp(group))
  }

  discard(group: ColumnGroup): void {
    this.#giveUp(group).release()
  }

  checkpoint(key: string, value: Uint8Array | string): void {
    this.#intake.checkpoint(key, value)
  }

  delivered(): Promise<void> {
    return this.#intake.delivered()
  }

  /** Gives back what the input has opened and neither emitted nor discarded. */
  close(): void {
    for (const group of this.#open) this.discard(group)
  }

  /** The group, which is the input's no longer. */
  #giveUp(group: ColumnGroup): Group {
    if (this.#open.delete(group)) return group as Group
    throw new PluginError({
      code: 'GROUP_NOT_OPEN',
      message: `${this.#intake.plugin} emitted or discarded a group that is not its own`,
      hint: 'emit or discard each group of open() once',
    })
  }
}
