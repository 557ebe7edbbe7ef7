import type { Execution, Kernel, Kernels, LineMatches } from '@sluice/plugin/columns'

/** A kernel that a plugin has asked for. */
export interface KernelUse extends Execution {
  /** The method of `Kernels` that made it. */
  readonly kernel: string
  /** What it was made from, such as a pattern, if that is one text. May hold a secret. */
  readonly subject?: string
}

type Make = (...args: never[]) => Kernel | LineMatches | number

/** The same kernels; `note` hears of every one that is made, and how it will run. */
export function observeKernels(kernels: Kernels, note: (use: KernelUse) => void): Kernels {
  // Every kernel tells how it runs, or it cannot be explained: the types see to it.
  const members: Readonly<Record<string, Make>> = { ...kernels }
  const observed = Object.entries(members)
    .filter(([, make]) => typeof make === 'function')
    .map(([kernel, make]) => {
      const observe: Make = (...args) => {
        const made = make.apply(kernels, args)
        if (typeof made === 'object' && 'execution' in made) {
          const [subject] = args as readonly unknown[]
          const from = typeof subject === 'string' ? { subject } : {}
          note({ kernel, ...from, ...made.execution })
        }
        return made
      }
      return [kernel, observe] as const
    })
  return Object.fromEntries(observed) as unknown as Kernels
}
