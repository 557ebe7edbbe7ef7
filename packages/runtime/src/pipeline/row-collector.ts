import { group as makeInfo, type GroupInfo } from '@sluice/plugin'
import type { ColumnCollector, ColumnGroup } from '@sluice/plugin/columns'
import type { Group } from '../carrier/group.ts'
import type { Intake } from './intake.ts'

/** The collector of inputs that use the columns view. */
export class RowCollector implements ColumnCollector {
  readonly #intake: Intake

  constructor(intake: Intake) {
    this.#intake = intake
  }

  async open(info?: GroupInfo): Promise<ColumnGroup> {
    return this.#intake.newGroup(info && makeInfo(info.tags, info.metadata))
  }

  emit(group: ColumnGroup): Promise<void> {
    return this.#intake.put(group as Group)
  }

  discard(group: ColumnGroup): void {
    ;(group as Group).release()
  }

  checkpoint(key: string, value: Uint8Array | string): void {
    this.#intake.checkpoint(key, value)
  }

  delivered(): Promise<void> {
    return this.#intake.delivered()
  }
}
