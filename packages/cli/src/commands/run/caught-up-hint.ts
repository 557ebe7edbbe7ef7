import { relative } from 'node:path'
import type { Logger } from '@sluice/plugin'
import type { LogFormat } from '@sluice/runtime'

interface CaughtUp {
  readonly pipeline: string
  readonly plugin: string
  readonly events: number
  readonly path?: string
}

/** Tells, when all there was at the start is delivered, that the collector waits for more, and what to try. */
export class CaughtUpHint {
  readonly #format: LogFormat
  readonly #logger: Logger
  #shown = false

  constructor(format: LogFormat, logger: Logger) {
    this.#format = format
    this.#logger = logger
  }

  show(report: CaughtUp): void {
    const { pipeline, plugin, events, path } = report
    const append = path === undefined ? undefined : appendCommand(events, path)
    if (this.#format === 'text' && !this.#shown) {
      process.stderr.write(hintText(report, append))
    } else {
      const fields = {
        pipeline,
        plugin,
        events,
        path,
        ...(this.#shown ? {} : { append, stop: 'Ctrl-C' }),
      }
      this.#logger.info(fields, 'caught up: everything read so far is delivered')
    }
    this.#shown = true
  }
}

function hintText({ events, path }: CaughtUp, append: string | undefined): string {
  const read = `Read and delivered ${events} event${events === 1 ? '' : 's'}`
  const from = path === undefined ? '' : ` from ${shortPath(path)}`
  const lines = [`${read}${from}; waiting for more.`]
  if (append !== undefined) lines.push(`  to append one:  ${append}`)
  lines.push('  to stop:        Ctrl-C')
  return `${lines.join('\n')}\n`
}

/** A command that appends a line the pipeline understands: the last one again, if there is one. */
function appendCommand(events: number, path: string): string {
  const file = quote(shortPath(path))
  return `${events === 0 ? "echo 'hello'" : `tail -n 1 ${file}`} >> ${file}`
}

function shortPath(path: string): string {
  const fromHere = relative('', path)
  return fromHere === '' || fromHere.startsWith('..') ? path : fromHere
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
