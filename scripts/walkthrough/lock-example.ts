import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { root } from '../root.ts'
import { runProgram } from '../run-program.ts'
import type { Sandbox } from './sandbox.ts'

interface LockedPackage {
  readonly version?: string
  resolved?: string
  integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Lock {
  readonly packages: Record<string, LockedPackage>
}

const own = /^node_modules\/(@sluice\/[^/]+|sluice)$/

/**
 * Holds the lock of an example against the packages that are in the registry now. One that differs is written anew, and
 * then this rejects: the change is to be looked at and committed.
 */
export async function lockExample(sandbox: Sandbox, example: string): Promise<void> {
  const folder = sandbox.emptyFolder('lock')
  const [committed, made] = [example, folder].map((each) => join(each, 'package-lock.json')) as [
    string,
    string,
  ]
  copyFileSync(join(example, 'package.json'), join(folder, 'package.json'))
  if (existsSync(committed)) {
    // What is locked stays, but what our own packages need is asked of them.
    const lock = readLock(committed)
    for (const path of Object.keys(lock.packages)) if (own.test(path)) delete lock.packages[path]
    writeLock(made, lock)
  }
  const options = ['--package-lock-only', '--omit-lockfile-registry-resolved']
  await runProgram('npm', ['install', ...options], { cwd: folder, env: sandbox.env })
  const lock = withEveryPlatform(withoutHashesOfOurs(readLock(made)))
  if (existsSync(committed) && isDeepStrictEqual(decided(lock), decided(readLock(committed))))
    return
  writeLock(committed, lock)
  throw new Error(`${committed} was out of date; it is written anew: commit it`)
}

/** What a lock decides; the rest is written differently by different versions of npm. */
function decided({ packages }: Lock): object {
  const entries = Object.entries(packages)
  return Object.fromEntries(
    entries.map(([path, { version, dependencies, optionalDependencies }]) => {
      return [path, { version, dependencies, optionalDependencies }]
    }),
  )
}

/** Our packages are packed anew whenever they change, under the same version. */
function withoutHashesOfOurs(lock: Lock): Lock {
  for (const [path, locked] of Object.entries(lock.packages)) {
    if (own.test(path)) delete locked.integrity
  }
  return lock
}

/** A registry that mirrors another may lack packages for other platforms; npm leaves them out then. */
function withEveryPlatform(lock: Lock): Lock {
  const ours = readLock(join(root, 'package-lock.json')).packages
  const optional = Object.values(lock.packages).flatMap((locked) =>
    Object.entries(locked.optionalDependencies ?? {}),
  )
  for (const [name, version] of optional) {
    const path = `node_modules/${name}`
    const known = ours[path]
    if (lock.packages[path] !== undefined || known?.version !== version) continue
    const { resolved: _resolved, ...rest } = known
    lock.packages[path] = { ...rest, dev: true } as LockedPackage
  }
  const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(sorted) }
}

function readLock(file: string): Lock {
  return JSON.parse(readFileSync(file, 'utf8')) as Lock
}

function writeLock(file: string, lock: Lock): void {
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`)
}
