import { gzipSync } from 'node:zlib'
import { Header } from 'tar'

/** Content by path. */
export type Tree = Readonly<Record<string, string | Uint8Array>>

const BLOCK = 512
/** What npm gives every file it packs. */
const TIME = new Date('1985-10-26T08:15:00Z')

/** The tarball that `npm pack` makes of these files. */
export function packTree(files: Tree): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const size = Buffer.byteLength(content)
    const block = Buffer.alloc(BLOCK)
    const about = { path: `package/${path}`, mode: 0o644, size, mtime: TIME, type: 'File' } as const
    new Header(about).encode(block)
    return [block, Buffer.from(content), Buffer.alloc(-size & (BLOCK - 1))]
  })
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]))
}
