import { entryOf, type MapNode } from './config-node.ts'
import { describeNode } from './describe-node.ts'
import { didYouMean, nearest } from './nearest.ts'
import { quote } from './quote.ts'
import type { Reporter } from './reporter.ts'

const keys = [
  'enable',
  'global',
  'inputs',
  'processors',
  'aggregators',
  'flushers',
  'extensions',
  'createTime',
  'version',
]

/** Whether the pipeline is to run: `enable` is absent or not false. */
export function isEnabled(root: MapNode, reporter: Reporter): boolean {
  const node = entryOf(root, 'enable')?.value
  if (node === undefined) return true
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value
  const message = `"enable" must be true or false; found ${describeNode(node)}`
  const hint = 'Write enable: true, or remove the line.'
  reporter.error({ code: 'OPTION_TYPE_WRONG', at: node.at, path: ['enable'], message, hint })
  return true
}

/** Reports top-level keys that have no meaning, or another one than their author may think. */
export function checkTopLevel(root: MapNode, reporter: Reporter): void {
  for (const { key, at, value } of root.entries) {
    const path = [key]
    if (key === 'task') {
      const message = 'this file describes a task of the original agent, which is not a pipeline'
      const hint =
        'Tasks are not supported; remove the file, or write a pipeline with inputs and flushers.'
      reporter.error({ code: 'TASK_UNSUPPORTED', at, path, message, hint })
    } else if (key === 'version' && value.kind === 'scalar' && value.value === 'v2') {
      const message = '"version: v2" does not choose the data model'
      const hint = 'Write StructureType: v2 under global.'
      reporter.warning({ code: 'OPTION_WITHOUT_EFFECT', at, path, message, hint })
    } else if (!keys.includes(key)) {
      const message = `a pipeline has no key ${quote(key)}; it is ignored`
      const hint = didYouMean(nearest(key, keys)) ?? `The keys are ${keys.join(', ')}.`
      reporter.warning({ code: 'KEY_UNKNOWN', at, path, message, hint })
    }
  }
}
