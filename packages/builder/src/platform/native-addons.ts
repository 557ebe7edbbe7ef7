import { closeSync, openSync, readSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Target, TargetOs } from './target.ts'

const HEADER_BYTES = 1024

/** ELF e_machine, PE Machine and Mach-O cputype of the processors Node.js is made for. */
const ELF_CPU: Readonly<Record<number, string>> = { 0x3e: 'x64', 0xb7: 'arm64' }
const PE_CPU: Readonly<Record<number, string>> = { 0x8664: 'x64', 0xaa64: 'arm64' }
const MACH_CPU: Readonly<Record<number, string>> = { 0x0100_0007: 'x64', 0x0100_000c: 'arm64' }

interface Addon {
  readonly file: string
  readonly os: TargetOs | 'unknown'
  readonly cpu: string
}

/** What a package has of compiled addons (`*.node`). */
export interface Addons {
  /** Whether one is for the target. */
  readonly fit: boolean
  /** Each with the platform it is for. */
  readonly found: readonly string[]
}

export async function findAddons(directory: string, target: Target): Promise<Addons> {
  const names = await readdir(directory, { recursive: true })
  const addons = names
    .filter((name) => name.endsWith('.node'))
    .map((name) => readAddon(directory, name))
  return {
    fit: addons.some(({ os, cpu }) => os === target.os && (cpu === target.cpu || cpu === 'any')),
    found: addons.map(({ file, os, cpu }) => `${file} (${os} ${cpu})`),
  }
}

function readAddon(directory: string, file: string): Addon {
  const header = Buffer.alloc(HEADER_BYTES)
  const descriptor = openSync(join(directory, file), 'r')
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(descriptor)
  }
  return { file, ...platformOf(header) }
}

/** From the first bytes of an executable: ELF, PE and Mach-O, the last also for several processors at once. */
function platformOf(header: Buffer): Omit<Addon, 'file'> {
  if (header.readUInt32BE(0) === 0x7f45_4c46) {
    return { os: 'linux', cpu: ELF_CPU[header.readUInt16LE(18)] ?? 'unknown' }
  }
  if (header.readUInt32LE(0) === 0xfeed_facf) {
    return { os: 'darwin', cpu: MACH_CPU[header.readUInt32LE(4)] ?? 'unknown' }
  }
  if (header.readUInt32BE(0) === 0xcafe_babe) return { os: 'darwin', cpu: 'any' }
  const pe = header.readUInt32LE(0x3c)
  if (header.toString('latin1', 0, 2) === 'MZ' && pe + 6 <= header.length) {
    return { os: 'windows', cpu: PE_CPU[header.readUInt16LE(pe + 4)] ?? 'unknown' }
  }
  return { os: 'unknown', cpu: 'unknown' }
}
