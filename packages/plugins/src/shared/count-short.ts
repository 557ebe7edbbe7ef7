import type { PluginContext } from '@sluice/plugin'
import { SplitResult } from '@sluice/plugin/columns'

/** Turns what became of split values into what a `ParseRows` gives; warns of those with too few values if asked to. */
export function countShort(
  results: Uint8Array,
  { SourceKey, NoMatchError }: { readonly SourceKey: string; readonly NoMatchError: boolean },
  { logger }: PluginContext,
): Uint8Array {
  let events = 0
  for (let row = 0; row < results.length; row++) {
    if (results[row] !== SplitResult.short) continue
    events++
    results[row] = SplitResult.all
  }
  if (NoMatchError && events > 0) {
    logger.warn({ sourceKey: SourceKey, events }, 'fields have fewer values than SplitKeys')
  }
  return results
}
