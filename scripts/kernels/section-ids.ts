/** Sections of a WebAssembly module by their ids (core specification, section 5.5.2). */
export const START_SECTION = 8
export const DATA_SECTION = 11

/** The ids of the sections of a module, in order. */
export function sectionIds(module: Uint8Array): readonly number[] {
  const ids: number[] = []
  // Behind the magic number and the version.
  let at = 8
  while (at < module.length) {
    ids.push(module[at++]!)
    // The size of what follows: seven bits a byte, the lowest first, the last byte below 128.
    let size = 0
    let unit = 1
    while (module[at]! >= 0x80) {
      size += (module[at++]! - 0x80) * unit
      unit *= 0x80
    }
    size += module[at++]! * unit
    at += size
  }
  return ids
}
