/** What a newcomer sees who types only `sluice`. */
export function exampleText(): string {
  return `sluice collects logs, metrics and traces: pipelines of inputs, processors and flushers.

  sluice run pipeline.yaml --once         read what is there, deliver it, end
  sluice run pipelines/                   run every pipeline of a directory until Ctrl-C
  sluice run app.yaml --plugin ./mine.ts  with a plugin of your own

sluice plugins ls shows what pipelines are made of, sluice --help all commands.
`
}
