import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decideScaling,
  type LoadSample,
  type ScalingDecision,
  type ScalingInput,
  sustainedLoad,
  sustainedSamples,
} from '../../../src/shards/resharding/on-demand-scaling.ts'

/** Samples of the same load on each of the shards. */
function held(shardLoads: readonly number[], samples = sustainedSamples): LoadSample[] {
  const sample = {
    stream: shardLoads.reduce((sum, load) => sum + load, 0),
    shards: new Map(shardLoads.map((load, index) => [index, load])),
  }
  return Array.from({ length: samples }, () => sample)
}

function decide(
  shardLoads: readonly number[],
  rest: Partial<ScalingInput> = {},
): ScalingDecision | undefined {
  return decideScaling({
    samples: held(shardLoads),
    openShards: shardLoads.length,
    peak: 0,
    warmShards: 0,
    shardsMax: 200,
    ...rest,
  })
}

test.each<[string, number[], Partial<ScalingInput>, ScalingDecision | undefined]>([
  ['stays as it is while nobody writes', [0, 0, 0, 0], {}, undefined],
  ['stays as it is at half of its capacity', [0.5, 0.5, 0.5, 0.5], {}, undefined],
  ['doubles above half of its capacity', [0.6, 0.5, 0.5, 0.5], {}, { kind: 'scale', splitTo: 8 }],
  ['doubles when it is full', [1, 1, 1, 1], {}, { kind: 'scale', splitTo: 8 }],
  ['keeps room for the peak that it had', [0.1, 0.1, 0.1, 0.1], { peak: 5 }, { kind: 'scale', splitTo: 16 }],
  ['is as large as its warm throughput', [0, 0, 0, 0], { warmShards: 25 }, { kind: 'scale', splitTo: 25 }],
  ['does not shrink to its warm throughput', [0, 0, 0, 0], { warmShards: 2 }, undefined],
  ['grows to the quota and no further', [1, 1, 1, 1], { shardsMax: 6 }, { kind: 'scale', splitTo: 6 }],
  ['stays at the quota', [1, 1, 1, 1], { shardsMax: 4 }, undefined],
  ['splits its hot shards', [0, 0.9, 0.1, 0.6], {}, { kind: 'split-hot', shards: [1, 3] }],
  ['waits until a load has been held', [1, 1, 1, 1], { samples: held([1, 1, 1, 1], 4) }, undefined],
  [
    'does not follow a load that comes and goes',
    [1, 1, 1, 1],
    { samples: [...held([1, 1, 1, 1], 4), ...held([0, 0, 0, 0], 1), ...held([1, 1, 1, 1], 4)] },
    undefined,
  ],
])('an on-demand stream %s', (_, loads, rest, decision) => {
  expect(decide(loads, rest)).toEqual(decision)
})

const shardLoads = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })

test('a stream only grows, and never beyond the quota', () => {
  fc.assert(
    fc.property(
      shardLoads,
      fc.nat(60),
      fc.nat(60),
      fc.integer({ min: 1, max: 80 }),
      (loads, peak, warm, max) => {
        const decision = decide(loads, { peak, warmShards: warm, shardsMax: max })
        if (decision === undefined) return
        const added = decision.kind === 'scale' ? decision.splitTo - loads.length : decision.shards.length
        expect(added).toBeGreaterThan(0)
        expect(loads.length + added).toBeLessThanOrEqual(max)
      },
    ),
  )
})

/*
 * Goal: a load that is spread evenly gets double its capacity, in as many steps as it takes to double to it, and then
 * nothing changes any more.
 * Method: what a load that does not change brings to the shards that there are; each decision is carried out.
 */
test('an even load comes to have twice the room that it needs, and stays there', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (load) => {
      let openShards = 4
      let peak = 0
      for (let step = 0; step < 20; step++) {
        const taken = Math.min(1, load / openShards)
        const samples = held(Array.from({ length: openShards }, () => taken))
        peak = Math.max(peak, sustainedLoad(samples))
        const input = { samples, openShards, peak, warmShards: 0, shardsMax: 10_240 }
        const decision = decideScaling(input)
        if (decision === undefined) break
        expect(decision.kind).toBe('scale')
        if (decision.kind === 'scale') openShards = decision.splitTo
      }
      expect(openShards).toBeGreaterThanOrEqual(2 * load - 1e-6)
      expect(openShards).toBeLessThanOrEqual(Math.max(4, 4 * load + 2))
    }),
  )
})

test('a hot key does not let a stream grow for ever', () => {
  let openShards = 4
  for (let round = 0; round < 1000; round++) {
    const loads = Array.from({ length: openShards }, (_, i) => (i === 0 ? 1 : 0))
    const decision = decide(loads, { peak: 1 })
    if (decision === undefined) break
    expect(decision).toEqual({ kind: 'split-hot', shards: [0] })
    openShards++
  }
  expect(openShards).toBe(8)
})
