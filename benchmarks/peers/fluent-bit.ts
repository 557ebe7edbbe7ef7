import { writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Collector, Job, Launch } from '../collectors/collector.ts'
import type { Event, Work } from '../work.ts'
import { nameGroups } from './named-groups.ts'

/** Scripts (Lua) and quoted columns it can only do in other ways, or not at all: those are left out. */
export function fluentBit(command: string): Collector {
  return {
    name: 'fluent-bit',
    launch(job: Job): Launch | undefined {
      const { work, output } = job
      if (work.kind === 'delimiter' || work.kind === 'regex-script') return undefined
      writeFileSync(join(job.directory, 'parsers.conf'), parsersFor(work))
      const sink =
        output === undefined
          ? { Name: 'null' }
          : { Name: 'file', Path: dirname(output), File: basename(output), Format: 'plain' }
      const launch: Launch = {
        command,
        args: ['-c', writeConfig(job, 'fluent-bit.conf', sink)],
        ends: endsWithFile(job),
        events: (line) => [eventOf(line, work)],
      }
      if (output !== undefined) return launch
      const counting = ['-c', writeConfig(job, 'counting.conf', { Name: 'counter' })]
      return { ...launch, counting: { ...launch, args: counting, delivered } }
    },
  }
}

/** Where lines are joined, it would end without the last event, which it holds until `Flush_Timeout`. */
function endsWithFile({ work, follow = false }: Job): boolean {
  return !follow && work.kind !== 'join'
}

type Section = Readonly<Record<string, string | undefined>>

function writeConfig(job: Job, name: string, sink: Section): string {
  const { work, input, directory } = job
  const path = join(directory, name)
  const sections: [name: string, values: Section][] = [
    ['SERVICE', { Flush: '0.2', Log_Level: 'warn', Parsers_File: join(directory, 'parsers.conf') }],
    [
      'INPUT',
      {
        Name: 'tail',
        Path: input,
        Key: 'content',
        Path_Key: '__path__',
        Read_from_Head: 'On',
        Exit_On_Eof: endsWithFile(job) ? 'On' : 'Off',
        Buffer_Chunk_Size: '512KB',
        Buffer_Max_Size: '512KB',
        Mem_Buf_Limit: '64MB',
        ...parserOf(work),
      },
    ],
  ]
  if (work.kind === 'regex-filter') {
    sections.push(['FILTER', { Name: 'grep', Match: '*', Regex: `${work.field} ${work.matches}` }])
  }
  sections.push(['OUTPUT', { Match: '*', ...sink }])
  writeFileSync(path, sections.map(([heading, values]) => sectionText(heading, values)).join('\n'))
  return path
}

/** The parser runs in the input, which spares it packing every event twice. */
function parserOf(work: Work): Section {
  if (work.kind === 'lines') return {}
  return { [work.kind === 'join' ? 'Multiline.Parser' : 'Parser']: 'work' }
}

function parsersFor(work: Work): string {
  switch (work.kind) {
    case 'json':
      return sectionText('PARSER', { Name: 'work', Format: 'json' })
    case 'pairs':
      return sectionText('PARSER', { Name: 'work', Format: 'logfmt' })
    case 'regex':
    case 'regex-filter': {
      const Regex = nameGroups(work.pattern, work.keys)
      return sectionText('PARSER', {
        Name: 'work',
        Format: 'regex',
        Regex,
        Skip_Empty_Values: 'Off',
      })
    }
    case 'join':
      // It asks for a pattern of the lines that go on: the cheapest one that fits. A shorter time cuts events in two
      // when the machine is busy.
      return `[MULTILINE_PARSER]
    Name work
    Type regex
    Flush_Timeout 2500
    Rule "start_state" "/${work.start}/" "cont"
    Rule "cont" "/^\\D/" "cont"
`
    default:
      return ''
  }
}

function sectionText(heading: string, values: Section): string {
  const lines = Object.entries(values).map(([key, value]) => `    ${key} ${value}\n`)
  return `[${heading}]\n${lines.join('')}`
}

function eventOf(line: string, work: Work): Event {
  const event = JSON.parse(line) as Event
  if (work.kind !== 'join') return event
  // Joined lines come under this name, the last newline with them.
  const content = String(event.content ?? event.log).replace(/\n$/, '')
  return { ...event, content }
}

/** From the lines of `out_counter`, one for each chunk. */
function delivered(said: string): number {
  return [...said.matchAll(/"log_records":(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0)
}
