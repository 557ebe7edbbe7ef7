import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Collector, Job, Launch } from '../collectors/collector.ts'
import type { Event, Work } from '../work.ts'
import { nameGroups } from './named-groups.ts'

/** Its sink that drops events tells nobody when it is done, so only those that write are compared. */
export function vector(command: string): Collector {
  return {
    name: 'vector',
    launch({ work, input, output, directory }: Job): Launch | undefined {
      if (output === undefined) return undefined
      const path = join(directory, 'vector.json')
      const multiline =
        work.kind === 'join'
          ? {
              mode: 'halt_before',
              start_pattern: work.start,
              condition_pattern: work.start,
              timeout_ms: 1000,
            }
          : undefined
      const source = `path = .file\n${programFor(work)}\n.__path__ = path`
      const config = {
        data_dir: join(directory, 'data'),
        sources: {
          in: {
            type: 'file',
            include: [input],
            read_from: 'beginning',
            max_read_bytes: 512 * 1024,
            fingerprint: { strategy: 'device_and_inode' },
            multiline,
          },
        },
        transforms: { work: { type: 'remap', inputs: ['in'], source } },
        sinks: {
          out: { type: 'file', inputs: ['work'], path: output, encoding: { codec: 'json' } },
        },
      }
      writeFileSync(path, JSON.stringify(config))
      return {
        command,
        args: ['--config', path, '--threads', '1', '--quiet'],
        ends: false,
        events: (line) => [JSON.parse(line) as Event],
      }
    },
  }
}

/** In VRL. */
function programFor(work: Work): string {
  switch (work.kind) {
    case 'lines':
    case 'join':
      return '. = {"content": .message}'
    case 'regex':
      return parseRegex(work.pattern, work.keys)
    case 'regex-filter':
      return `${parseRegex(work.pattern, work.keys)}\nif !match(string!(.${work.field}), r'${work.matches}') { abort }`
    case 'regex-script':
      return `${parseRegex(work.pattern, work.keys)}\n.status_class = slice!(.status, 0, 1) + "xx"`
    case 'json':
      return '. = parse_json!(string!(.message))'
    case 'pairs':
      return '. = parse_key_value!(string!(.message))'
    case 'delimiter': {
      const fields = work.keys.map((key, index) => `"${key}": columns[${index}]`)
      return `columns = parse_csv!(string!(.message), delimiter: "${work.separator}")\n. = {${fields.join(', ')}}`
    }
  }
}

function parseRegex(pattern: string, keys: readonly string[]): string {
  return `. = parse_regex!(string!(.message), r'${nameGroups(pattern, keys, '(?P<')}')`
}
