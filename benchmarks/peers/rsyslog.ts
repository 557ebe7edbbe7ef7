import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Collector, Job, Launch } from '../collectors/collector.ts'
import type { Event } from '../work.ts'

/** Forwards lines; taking them apart needs modules that few installations have. */
export function rsyslog(command: string): Collector {
  return {
    name: 'rsyslog',
    launch({ work, input, output, directory }: Job): Launch | undefined {
      if (work.kind !== 'lines' || output === undefined) return undefined
      const path = join(directory, 'rsyslog.conf')
      const config = `global(workDirectory="${join(directory, 'data')}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
module(load="imfile" mode="inotify")
template(name="event" type="list" option.jsonf="on") {
  property(outname="__path__" name="$!metadata!filename" format="jsonf")
  property(outname="content" name="msg" format="jsonf")
}
input(type="imfile" file="${input}" tag="x" ruleset="copy" addMetadata="on" persistStateInterval="0")
ruleset(name="copy" queue.type="FixedArray" queue.size="100000" queue.dequeueBatchSize="4096" queue.workerThreads="1") {
  action(type="omfile" file="${output}" template="event" ioBufferSize="512k" flushOnTXEnd="on")
}
`
      writeFileSync(path, config)
      return {
        command,
        args: ['-n', '-f', path, '-i', join(directory, 'pid')],
        ends: false,
        events: (line) => [JSON.parse(line) as Event],
      }
    },
  }
}
