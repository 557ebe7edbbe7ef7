import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashSources, MODULE, SOURCES, sourcesComment } from '../kernels/sources.ts'
import type { Generator } from './generator.ts'

/** Refuses compiled kernels that are not those of the sources; compiling takes a tool that few need to install. */
export const kernelsModule: Generator = {
  name: 'compiled kernels',
  async run(root) {
    const lines = (await readFile(join(root, MODULE), 'utf8')).split(/\r?\n/)
    if (!lines.includes(sourcesComment(await hashSources(root)))) {
      throw new Error(
        `${MODULE} was not compiled from what is in ${SOURCES}; run \`npm run kernels\`.`,
      )
    }
    return new Map()
  },
}
