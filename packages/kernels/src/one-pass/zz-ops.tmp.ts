import fc from 'fast-check'
import { compileOnePass } from '/work/main/packages/kernels/src/one-pass/compile-one-pass.ts'
import { Opcode, captureSize } from '/work/main/packages/kernels/src/one-pass/program.ts'
import { runOnePass } from '/work/main/packages/kernels/src/one-pass/run-one-pass.ts'
import { anyOptions, anyPattern, anyValue } from '/work/main/packages/kernels/src/one-pass/test-support/patterns.ts'
const names = Object.fromEntries(Object.entries(Opcode).map(([a,b])=>[b,a]))
const seen: Record<string, number[]> = {}
for (const [p,o,vs] of fc.sample(fc.tuple(anyPattern, anyOptions, fc.array(anyValue,{minLength:8,maxLength:8})), {numRuns:20000, seed: 3})) {
  try { const r = compileOnePass(p,o); if ('reason' in r) continue
   let hit = 0, un=0; const c = new Int32Array(captureSize(r)); for (const v of vs) { const x = runOnePass(r,v,0,v.length,c); if (x===1) hit++; if (x===2) un++ }
   let pc=4; const ops=new Set<string>(); while (pc<r.code.length){const op=r.code[pc]!; ops.add(names[op]!+(op===4?(r.code[pc+5]?'-back':'')+(r.code[pc+6]?'-lit':''):'')); pc += op===3?2+((r.code[pc+1]!+3)>>2):op===6?3+((r.code[pc+2]!+3)>>2):op===8?4+((r.code[pc+3]!+3)>>2):op===4?9:op===1||op===0?1:op===2||op===12||op===13?2:4 }
   for (const n of ops) { const t = seen[n] ??= [0,0,0]; t[0]!++; t[1]!+=hit; t[2]!+=un }
  } catch {}
}
console.log(seen)
