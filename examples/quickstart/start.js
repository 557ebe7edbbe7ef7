// `npm start`: runs pipeline.yaml with a fresh copy of access.log, as `sluice run` does; further arguments are passed on.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const work = join(here, 'work')
const command = join(here, '../../packages/cli/dist/sluice.js')

if (!existsSync(command)) {
  console.error(`${command} is missing; \`npm ci\` or \`npm run build\` makes it.`)
  process.exit(2)
}

mkdirSync(work, { recursive: true })
// Renamed into place: a quickstart that still runs in another terminal sees a rotation, not a cut file.
copyFileSync(join(here, 'access.log'), join(work, 'access.log.new'))
renameSync(join(work, 'access.log.new'), join(work, 'access.log'))
const dataDir = mkdtempSync(join(work, 'data-'))
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }))

// The paths in pipeline.yaml are relative to the repository.
process.chdir(join(here, '../..'))
const args = ['run', 'examples/quickstart/pipeline.yaml', '--data-dir', dataDir]
process.argv.splice(1, process.argv.length, command, ...args, ...process.argv.slice(2))
await import(command)
