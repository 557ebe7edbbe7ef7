import { startDataThread } from './host/start-data-thread.ts'
import { distribution } from './stock-distribution.ts'

await startDataThread(distribution)
