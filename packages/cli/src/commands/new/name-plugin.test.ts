import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { namePlugin } from './name-plugin.ts'
import { type KindChoice, KINDS } from './plugin-kinds.ts'

const processor = KINDS.find(({ kind }) => kind === 'processor') as KindChoice

test('the name is made from the directory, with the prefix of the kind', () => {
  const cases = [
    ['mask-mail', 'processor_mask_mail'],
    ['processor-mask-mail', 'processor_mask_mail'],
    ['a/b/MaskMail2', 'processor_mask_mail2'],
    ['flusher_mask', 'processor_mask'],
    ['@acme plugins!', 'processor_acme_plugins'],
    ['3d', 'processor_3d'],
  ] as const
  for (const [directory, name] of cases) {
    const naming = namePlugin(directory, undefined, processor)
    assert.deepEqual([naming.name, naming.directory], [name, resolve(directory)])
  }
})

test('the directory is made from the name, and both have a default', () => {
  const { directory, packageName } = namePlugin(undefined, 'processor_mask_mail', processor)
  assert.deepEqual(
    [directory, packageName],
    [resolve('processor-mask-mail'), 'processor-mask-mail'],
  )
  for (const choice of KINDS) {
    assert.equal(namePlugin(undefined, undefined, choice).name, `${choice.prefix}example`)
  }
})

test('the package is named after the directory, in what npm takes', () => {
  const cases = [
    ['My Plugins', 'my-plugins'],
    ['.hidden_', 'hidden_'],
    ['日本', 'processor-x'],
  ] as const
  for (const [directory, packageName] of cases) {
    assert.equal(namePlugin(directory, 'processor_x', processor).packageName, packageName)
  }
})

test('a name that is none for the kind is refused with one that is', () => {
  const cases = [
    ['mask_mail', 'processor_mask_mail'],
    ['flusher_mask', 'processor_mask'],
    ['processor_MaskMail', 'processor_mask_mail'],
    ['processor-mask', 'processor_mask'],
    ['processor__mask_', 'processor_mask'],
    ['processor_', 'processor_example'],
    ['', 'processor_example'],
    [`processor_${'x'.repeat(60)}`, 'processor_example'],
    ['../evil', 'processor_evil'],
  ] as const
  for (const [name, proposal] of cases) {
    assert.throws(() => namePlugin('x', name, processor), {
      message: /^--name is ".*"; that of a processor begins with processor_ and is lower snake/,
      hint: `Write for example --name ${proposal}.`,
    })
  }
})

test('a directory that makes no name asks for one', () => {
  assert.throws(() => namePlugin('日本', undefined, processor), {
    message: /^the directory makes the name "processor_"/,
    hint: 'Write for example --name processor_example.',
  })
})
