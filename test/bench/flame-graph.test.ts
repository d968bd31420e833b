import { expect, test } from 'vitest'
import { busiest, type CpuProfile, flameGraph, stacksOf } from '../../bench/profiles/flame-graph.ts'

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 1 })

/** main calls work twice, from two places of V8's tree; work calls <write>. 10 us each, 100 us idle. */
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('main', 'file:///x/src/main.ts'), children: [4, 5] },
    { id: 4, callFrame: frame('work', 'file:///x/src/work.ts'), children: [6] },
    { id: 5, callFrame: frame('work', 'file:///x/src/work.ts') },
    { id: 6, callFrame: frame('<write>') },
  ],
  samples: [2, 3, 4, 5, 6],
  timeDeltas: [100, 10, 10, 10, 10],
}

test('stacks that are the same are one, and what was idle is none', () => {
  const all = stacksOf(profile)
  const main = all.callees.get('main (src/main.ts)')!
  const work = main.callees.get('work (src/work.ts)')!
  expect([all.total, main.total, main.self]).toEqual([40, 40, 10])
  expect([work.total, work.self, work.callees.size]).toEqual([30, 20, 1])
})

test('a picture has a box for each function on its stack, with its share, and names cannot break it', () => {
  const svg = flameGraph(stacksOf(profile), 'a & b')
  expect(svg).toContain('>a &amp; b</text>')
  expect(svg).toContain('<title>work (src/work.ts): 75.0 %</title>')
  expect(svg).toContain('<title>&lt;write>: 25.0 %</title>')
  expect(svg.match(/<g>/g)).toHaveLength(4)
})

test('the busiest are those with the most time of their own', () => {
  expect(busiest(stacksOf(profile), 1)).toEqual([{ name: 'work (src/work.ts)', share: 0.5 }])
})
