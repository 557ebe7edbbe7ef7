import examplePlugin from './example_plugin/index.ts'

export default [examplePlugin]
