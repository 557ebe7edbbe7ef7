import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipelineSchema } from '@sluice/runtime'
import type { Distribution } from '../../host/distribution.ts'
import { UsageError } from '../../host/usage-error.ts'
import { loadPlugins } from '../../plugins/load-plugins.ts'

export interface SchemaOptions {
  readonly plugin: readonly string[]
  readonly out?: string
}

/** Prints the JSON Schema of pipeline files made of these plugins, or writes it to a file. */
export async function printSchema(
  { plugin: entries, out }: SchemaOptions,
  distribution: Distribution,
): Promise<number> {
  const registry = await loadPlugins(distribution, entries)
  const text = `${JSON.stringify(pipelineSchema(registry), undefined, 2)}\n`
  if (out === undefined) {
    process.stdout.write(text)
    return 0
  }
  await replaceFile(out, text)
  const count = registry.all().length
  process.stderr.write(
    `sluice: wrote ${out}: the schema of pipelines with ${count} plugins. Files that begin with\n` +
      `  # yaml-language-server: $schema=./${basename(out)}\n` +
      `and lie beside it are completed and checked by editors.\n`,
  )
  return 0
}

/** An editor that reads at the same time sees the old text or the new one. Devices and pipes are not replaced. */
async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const temporary = `${target}.${randomUUID()}.tmp`
  try {
    if (await isOther(target)) throw new Error('it is there and is not a file')
    await writeFile(temporary, text, { flag: 'wx' })
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw new UsageError(
      `cannot write ${path}: ${(error as Error).message}`,
      'Give --out a file in a directory that exists and that you may write to.',
    )
  }
}

async function isOther(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && !found.isFile()
}
