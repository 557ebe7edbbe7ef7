import assert from 'node:assert/strict'
import type { Profiler } from 'node:inspector'
import { test } from 'node:test'
import { PluginFrames, pluginOfFrame } from './plugin-frames.ts'
import { summarizeProfile } from './summarize-profile.ts'

type Tree = readonly [name: string, ms: number, children?: readonly Tree[], url?: string]

/** A profile of functions that took so long themselves, called as the tree says. */
function profileOf(tree: Tree): Profiler.Profile {
  const nodes: Profiler.ProfileNode[] = []
  const samples: number[] = []
  const timeDeltas = [0]
  const add = ([functionName, ms, children = [], url = '']: Tree): number => {
    const callFrame = { functionName, scriptId: '1', url, lineNumber: 0, columnNumber: 0 }
    const node: Profiler.ProfileNode = { id: nodes.length + 1, callFrame }
    nodes.push(node)
    samples.push(node.id)
    timeDeltas.push(ms * 1000)
    node.children = children.map(add)
    return node.id
  }
  add(tree)
  return { nodes, startTime: 0, endTime: 0, samples, timeDeltas: timeDeltas.slice(0, -1).concat(0) }
}

function call(plugin: string, children: readonly Tree[]): Tree {
  return [plugin, 0, children, 'sluice:pipeline/app']
}

const names = {
  kernelOf: ({ functionName }: { functionName: string }) =>
    functionName === 'wasm-function[3]' ? 'extract' : undefined,
  pluginOf: ({ functionName }: { functionName: string }) =>
    functionName === 'later' ? { plugin: 'input_file' } : undefined,
}

function summarize(...children: readonly Tree[]) {
  // The last sample has no end, so something has to follow.
  return summarizeProfile(profileOf(['(root)', 0, [...children, ['end', 0]]]), names).filter(
    ({ selfMs }) => selfMs > 0,
  )
}

test('what a plugin calls is its own time, whoever made it', () => {
  const helper: Tree = ['append', 2, [['write', 3, [], 'node:fs']], 'file:///engine.js']
  const rows = summarize(['run', 1, [call('processor_a/1', [['process', 4, [helper]]])]])
  const plugin = { kind: 'plugin', pipeline: 'app', plugin: 'processor_a/1' }
  assert.deepEqual(rows, [
    { ...plugin, selfMs: 9 },
    { kind: 'engine', selfMs: 1 },
  ])
})

test('a kernel has a row for each plugin that calls it, its inner functions included', () => {
  const kernel: Tree = ['wasm-function[3]', 5, [['wasm-function[9]', 2]]]
  const rows = summarize(call('processor_a/1', [kernel]), call('processor_b/1', [kernel]), kernel)
  const row = { kind: 'kernel', kernel: 'extract', selfMs: 7 }
  assert.deepEqual(rows, [
    { ...row, pipeline: 'app', plugin: 'processor_a/1' },
    { ...row, pipeline: 'app', plugin: 'processor_b/1' },
    row,
  ])
})

test('a plugin that calls back into the engine and on into another plugin: each its own', () => {
  const rows = summarize(call('input_a/1', [['emit', 2, [call('flusher_b/1', [['f', 1]])]]]))
  assert.deepEqual(
    rows.map(({ plugin, selfMs }) => [plugin, selfMs]),
    [
      ['input_a/1', 2],
      ['flusher_b/1', 1],
    ],
  )
})

test('what runs after the call, with no caller, belongs to the plugin whose code it is', () => {
  const rows = summarize(['later', 3, [['helper', 1]]], call('processor_a/1', [['later', 2]]))
  assert.deepEqual(
    rows.map(({ plugin, selfMs }) => [plugin, selfMs]),
    [
      ['input_file', 4],
      ['processor_a/1', 2],
    ],
  )
})

test('idling, garbage collection and native code are rows of their own', () => {
  const rows = summarize(
    ['(idle)', 4],
    ['(garbage collector)', 3],
    ['(program)', 2],
    ['constructor', 1],
  )
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ['idle', 'gc', 'native', 'engine'],
  )
})

test('a frame passes on what the call returns and throws', () => {
  const frames = new PluginFrames()
  const instance = { number: 1, pipeline: 'app', plugin: 'processor_"a"/1' }
  assert.equal(
    frames.run(instance, () => 42),
    42,
  )
  assert.throws(
    () =>
      frames.run(instance, () => {
        throw new RangeError('no')
      }),
    RangeError,
  )
})

test('only frames that were made for plugins are taken for theirs', () => {
  assert.equal(pluginOfFrame({ functionName: 'processor_a/1', url: 'file:///a.js' }), undefined)
})
