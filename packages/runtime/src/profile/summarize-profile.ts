import type { Profiler } from 'node:inspector'
import { pluginOfFrame } from './plugin-frames.ts'

/** What the time of a thread was spent on. */
export interface ProfileRow {
  /** `native`: outside of JavaScript, such as in the system; `engine`: in no plugin, Node's own code included. */
  readonly kind: 'plugin' | 'kernel' | 'engine' | 'native' | 'gc' | 'idle'
  /** `type/id`, or only the type when what ran later than the call may be of any instance of it. */
  readonly plugin?: string
  readonly pipeline?: string
  readonly kernel?: string
  /** Milliseconds in it, and in nothing that has a row of its own. */
  readonly selfMs: number
}

type Owner = Omit<ProfileRow, 'selfMs'>
type Node = Profiler.ProfileNode
type Frame = Node['callFrame']

/** A plugin as a row names it. */
export type NamedPlugin = Pick<ProfileRow, 'plugin' | 'pipeline'>

/** What is known of a profile's functions. */
export interface FrameNames {
  /** The kernel that a function of WebAssembly is. */
  kernelOf(frame: Frame): string | undefined
  /** The plugin whose code a function is. */
  pluginOf(frame: Frame): NamedPlugin | undefined
}

const SPECIAL: ReadonlyMap<string, Owner> = new Map([
  ['(garbage collector)', { kind: 'gc' }],
  ['(idle)', { kind: 'idle' }],
  ['(program)', { kind: 'native' }],
])
const ENGINE: Owner = { kind: 'engine' }

/** Sums up a profile: one row for each that took time, the longest first. */
export function summarizeProfile(
  profile: Profiler.Profile,
  names: FrameNames,
): readonly ProfileRow[] {
  const owners = ownersOf(profile.nodes, names)
  const rows = new Map<string, { readonly owner: Owner; selfUs: number }>()
  for (const [node, us] of selfTimes(profile)) {
    const owner = owners.get(node) ?? ENGINE
    const key = JSON.stringify([owner.kind, owner.pipeline, owner.plugin, owner.kernel])
    const row = rows.get(key)
    if (row === undefined) rows.set(key, { owner, selfUs: us })
    else row.selfUs += us
  }
  return [...rows.values()]
    .map(({ owner, selfUs }) => ({ ...owner, selfMs: selfUs / 1000 }))
    .toSorted((a, b) => b.selfMs - a.selfMs)
}

/** Microseconds by node: a sample lasts until the next one. */
function selfTimes({ samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const times = new Map<number, number>()
  for (const [index, node] of samples.entries()) {
    const us = timeDeltas[index + 1] ?? 0
    times.set(node, (times.get(node) ?? 0) + us)
  }
  return times
}

function ownersOf(nodes: readonly Node[], names: FrameNames): ReadonlyMap<number, Owner> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const owners = new Map<number, Owner>()
  const [root] = nodes
  const waiting: [Node, Owner][] = root === undefined ? [] : [[root, ENGINE]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, caller] = next
    const owner = ownerOf(node, caller, names)
    owners.set(node.id, owner)
    for (const id of node.children ?? []) {
      const child = byId.get(id)
      if (child !== undefined) waiting.push([child, owner])
    }
  }
  return owners
}

function ownerOf({ callFrame }: Node, caller: Owner, names: FrameNames): Owner {
  const special = callFrame.url === '' ? SPECIAL.get(callFrame.functionName) : undefined
  if (special !== undefined) return special
  const called = pluginOfFrame(callFrame)
  if (called !== undefined) return { kind: 'plugin', ...called }
  // What a kernel or plugin calls is its own work.
  if (caller.kind === 'kernel') return caller
  const kernel = names.kernelOf(callFrame)
  if (kernel !== undefined) return { ...caller, kind: 'kernel', kernel }
  if (caller.kind !== 'engine') return caller
  const plugin = names.pluginOf(callFrame)
  return plugin === undefined ? caller : { kind: 'plugin', ...plugin }
}
