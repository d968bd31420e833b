import { expect, test } from 'vitest'
import { ShardCheck } from './check-workers.ts'
import type { WorkerEvent } from './worker-event.ts'

/** What happens in its order, a millisecond apart: `[token, what, records]`. */
type Step = readonly [number, WorkerEvent['kind'], ...string[]]

function check(...steps: Step[]) {
  const events = steps.map(([token, kind, ...records], atMs) => {
    const of = { atMs, shardId: 's', token }
    if (kind === 'begin') return { ...of, kind, checkpoint: records[0]! }
    if (kind === 'deliver') return { ...of, kind, sequenceNumbers: records }
    return { ...of, kind, sequenceNumber: records[0]! }
  })
  return new ShardCheck('s', ['a', 'b', 'c', 'd'], events as WorkerEvent[])
}

const first: Step[] = [
  [1, 'begin', 'TRIM_HORIZON'],
  [1, 'deliver', 'a', 'b'],
  [1, 'saving', 'b'],
  [1, 'saved', 'b'],
  [1, 'deliver', 'c'],
]

test('a worker that goes on behind the last checkpoint is right, and does again what was not saved', () => {
  const { faults, missing, duplicates, stints } = check(...first, [2, 'begin', 'b'], [2, 'deliver', 'c', 'd'])
  expect({ faults, missing, duplicates, stints }).toEqual({
    faults: [],
    missing: 0,
    duplicates: 1,
    stints: 2,
  })
})

test('a checkpoint that was on its way when its worker died may or may not have been written', () => {
  const dying: Step[] = [...first, [1, 'saving', 'c']]
  expect(check(...dying, [2, 'begin', 'b']).faults).toEqual([])
  expect(check(...dying, [2, 'begin', 'c']).faults).toEqual([])
})

test.each<[string, Step[]]>([
  ['begins at 0, where 1 was saved', [...first, [2, 'begin', 'a']]],
  ['begins at 2, which nobody has saved', [...first, [2, 'begin', 'c']]],
  ['record 3 came where 2 should have', [...first, [2, 'begin', 'b'], [2, 'deliver', 'd']]],
  ['record 0 came where 3 should have', [...first, [1, 'deliver', 'a']]],
  ['two workers have begun with it', [...first, [1, 'begin', 'TRIM_HORIZON']]],
  ['saved 3 before it came', [...first, [1, 'saving', 'd']]],
  ['has saved when 2 had begun', [...first, [2, 'begin', 'b'], [1, 'saving', 'b'], [1, 'saved', 'b']]],
  ['deliver before it has begun', [[1, 'deliver', 'a']]],
])('it is a fault when a stint %s', (fault, steps) => {
  expect(check(...steps).faults).toEqual([expect.stringContaining(fault)])
})
