import { defineFlusher } from '@sluice/plugin'

export default defineFlusher({
  type: 'flusher_blackhole',
  description: 'Takes every event and drops it.',
  stability: 'stable',
  replicable: true,
  compat: 'native',
  setup: () => ({ columns: { async write() {} } }),
})
