import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Core } from '../core/core.ts'
import type { TargetOs } from '../platform/target.ts'
import type { ArtifactFile } from './write-artifact.ts'

const OLDEST_NODE = 26

/** The entry: readable by every Node.js that knows modules, so that an old one can be told so. */
const ENTRY = `if (Number.parseInt(process.versions.node, 10) >= ${OLDEST_NODE}) {
  import('./collector.mjs')
} else {
  process.stderr.write('sluice: needs Node.js ${OLDEST_NODE} or newer; this is ' + process.version + '.\\n')
  process.exitCode = 2
}
`

const SHELL = `#!/bin/sh
# Runs the collector on the Node.js beside it, else on that of a platform package above it, else on the one on PATH.
file=$0
case $file in */*) ;; *) file=./$file ;; esac
while [ -L "$file" ]; do
  link=$(readlink "$file")
  case $link in
    /*) file=$link ;;
    *) file=\${file%/*}/$link ;;
  esac
done
base=$(CDPATH='' cd -P -- "\${file%/*}/" && pwd -P) || exit 2

node=$base/node/bin/node
if [ ! -x "$node" ]; then
  . "$base/find-node.sh"
  find_node "$base"
fi

# Compiled code is kept between starts, in the user's cache.
if [ -z "\${NODE_COMPILE_CACHE-}" ] && [ -n "\${HOME-}" ]; then
  export NODE_COMPILE_CACHE="\${XDG_CACHE_HOME:-$HOME/.cache}/sluice"
fi

exec "$node" "$base/sluice.mjs" "$@"
`

const WINDOWS = `@echo off\r
setlocal\r
set "NODE=%~dp0node\\node.exe"\r
if not exist "%NODE%" set "NODE=node"\r
"%NODE%" "%~dp0sluice.mjs" %*\r
`

/** What starts a collector on an operating system. */
export async function launchers(core: Core, os: TargetOs): Promise<readonly ArtifactFile[]> {
  const entry = { path: 'sluice.mjs', content: ENTRY }
  if (os === 'windows') return [entry, { path: 'sluice.cmd', content: WINDOWS }]
  const script = 'find-node.sh'
  const content = await readFile(join(core.directory, 'bin', script))
  return [entry, { path: script, content }, { path: 'sluice', content: SHELL, executable: true }]
}
