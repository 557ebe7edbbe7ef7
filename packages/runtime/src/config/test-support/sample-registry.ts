import * as z from '@sluice/plugin/schema'
import type { DefinitionView, PluginSection, RegistryView } from '../definition-view.ts'

const definitions: Readonly<Record<PluginSection, readonly DefinitionView[]>> = {
  inputs: [
    {
      kind: 'service_input',
      type: 'input_file',
      compat: 'native',
      config: z.object({
        FilePaths: z.array(z.string()).min(1),
        MaxDirSearchDepth: z.int().default(0),
        FileEncoding: z.enum(['utf8', 'gbk']).default('utf8'),
        ExcludeDirs: z.array(z.string()).default([]),
        Multiline: z
          .object({ Mode: z.string().default('custom'), StartPattern: z.string().optional() })
          .prefault({}),
      }),
    },
    {
      kind: 'metric_input',
      type: 'metric_mock',
      compat: 'extended',
      config: z.object({
        Tags: z.record(z.string(), z.string()).default({}),
        Fields: z.record(z.string(), z.string()).default({}),
        Index: z.int().default(0),
        OpenPrometheusPattern: z.boolean().default(false),
      }),
    },
    {
      kind: 'metric_input',
      type: 'metric_own_interval',
      compat: 'extended',
      config: z.object({ IntervalMs: z.int().min(10).default(500) }),
    },
  ],
  processors: [
    {
      kind: 'processor',
      type: 'processor_regex',
      compat: 'extended',
      config: z.object({
        Regex: z.string(),
        Keys: z.array(z.string()),
        SourceKey: z.string().default('content'),
        Rules: z.array(z.object({ From: z.string(), To: z.string().optional() })).default([]),
        KeepSource: z.boolean().default(false),
      }),
    },
    {
      kind: 'processor',
      type: 'processor_acme',
      config: z.object({ host: z.string(), port: z.int().min(1).max(65_535).default(80) }),
    },
  ],
  aggregators: [
    { kind: 'aggregator', type: 'aggregator_base', compat: 'extended', config: z.object({}) },
  ],
  flushers: [
    {
      kind: 'flusher',
      type: 'flusher_stdout',
      compat: 'extended',
      config: z.object({
        OnlyStdout: z.boolean().default(false),
        Tags: z.boolean().default(false),
      }),
    },
    {
      kind: 'flusher',
      type: 'flusher_acme',
      config: z
        .object({ password: z.string().max(20).optional(), token: z.string().optional() })
        .refine(({ password, token }) => password !== undefined || token !== undefined, {
          error: (issue) => `give a password or a token, not ${JSON.stringify(issue.input)}`,
        }),
    },
  ],
  extensions: [
    {
      kind: 'extension',
      type: 'ext_basicauth',
      compat: 'extended',
      config: z.object({ Username: z.string(), Password: z.string() }),
    },
  ],
}

/** A registry with a plugin of every family, enough to exercise configuration rules. */
export const sampleRegistry: RegistryView = {
  get: (section, type) => definitions[section].find((definition) => definition.type === type),
  types: (section) => definitions[section].map((definition) => definition.type),
}

/** A registry whose only processor, `processor_under_test`, has this definition. */
export function registryWith(
  config: DefinitionView['config'],
  compat?: 'native' | 'extended',
): RegistryView {
  const definition: DefinitionView = {
    kind: 'processor',
    type: 'processor_under_test',
    config,
    ...(compat === undefined ? {} : { compat }),
  }
  return {
    get: (section, type) =>
      section === 'processors' && type === definition.type
        ? definition
        : sampleRegistry.get(section, type),
    types: (section) => sampleRegistry.types(section),
  }
}
