import { isAscii } from 'node:buffer'
import { type ColumnGroup, SLAB_SIZE } from '@sluice/plugin/columns'
import type { Stretch } from './stretch.ts'
import type { Source, SourceWindow } from './utf8-source.ts'

/** Most characters take half as much again in UTF-8: a block of 256 KiB then holds them. */
const USUAL_WINDOW = 160 * 1024
const NEWLINE = 10

/** Text, or bytes that are to stay as they are. */
type Piece = string | Buffer

/** A file in GBK is decoded as a whole. A line that is not valid keeps its bytes. */
export class GbkSource implements Source {
  readonly window = USUAL_WINDOW
  readonly #decoder = new TextDecoder('gbk', { fatal: true })
  #room = new Uint8Array(0)

  room(_group: ColumnGroup, size: number): Uint8Array {
    if (this.#room.length < size) this.#room = new Uint8Array(Math.max(size, USUAL_WINDOW))
    return this.#room
  }

  stretch({ group, bytes, start, end, position }: SourceWindow): Stretch {
    const given = bytes.subarray(start, end)
    const text = put(group, this.#decode(given), given)
    const to = group.commit(text.length) + text.length
    const from = to - text.length
    let lines: LineMap | undefined
    return {
      group,
      from,
      to,
      bytes: text,
      placeOf(offset) {
        if (offset === to) return position + end
        lines ??= new LineMap(text, given)
        return position + start + lines.placeOf(offset - from)
      },
    }
  }

  cutPosition(bytes: Uint8Array, start: number, wanted: number): number {
    let at = start
    for (let next = at; next <= wanted; next += widthAt(bytes, at)) at = next
    return at
  }

  text(bytes: Buffer): string {
    return new TextDecoder('gbk').decode(bytes)
  }

  /** The text of lines; if some are not valid, they are looked for in halves. */
  #decode(bytes: Buffer): readonly Piece[] {
    if (isAscii(bytes)) return [bytes]
    try {
      return [this.#decoder.decode(bytes)]
    } catch {
      const middle = bytes.lastIndexOf(NEWLINE, bytes.length >> 1) + 1 || bytes.indexOf(NEWLINE) + 1
      if (middle === 0 || middle === bytes.length) return [bytes]
      return [...this.#decode(bytes.subarray(0, middle)), ...this.#decode(bytes.subarray(middle))]
    }
  }
}

/** Writes pieces into the room of a group; `given` instead, if they are too long for a group. */
function put(group: ColumnGroup, pieces: readonly Piece[], given: Buffer): Buffer {
  const sizes = pieces.map((piece) => Buffer.byteLength(piece, 'utf8'))
  const size = sizes.reduce((sum, each) => sum + each, 0)
  if (size > SLAB_SIZE) return put(group, [given], given)
  const room = group.reserve(size)
  const text = Buffer.from(room.buffer, room.byteOffset, size)
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === 'string') text.write(piece, at, 'utf8')
    else text.set(piece, at)
    at += sizes[index] as number
  }
  return text
}

/** Bytes of the character at a place: one, two, or four where the second is a digit. */
function widthAt(bytes: Uint8Array, at: number): number {
  if ((bytes[at] as number) <= 0x80) return 1
  const second = bytes[at + 1] ?? 0
  return second >= 0x30 && second <= 0x39 ? 4 : 2
}

/** Where lines begin in a text and in what it was decoded from. */
class LineMap {
  readonly #texts: readonly number[]
  readonly #sources: readonly number[]

  constructor(text: Buffer, source: Buffer) {
    this.#texts = lineStarts(text)
    this.#sources = lineStarts(source)
  }

  /** Where the line is in the source that begins at an offset of the text. */
  placeOf(offset: number): number {
    let [low, high] = [0, this.#texts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#texts[middle] as number) <= offset) low = middle
      else high = middle - 1
    }
    return this.#sources[low] as number
  }
}

function lineStarts(bytes: Buffer): readonly number[] {
  const starts = [0]
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    starts.push(at + 1)
  }
  return starts
}
