import { expect, test } from 'vitest'
import { silentLogger } from '../../src/base/index.ts'
import { guardedMetrics, noMetrics } from '../../src/consumers/metrics.ts'

const look = { totalLeases: 3, expiredLeases: 1, takenLeases: 1, askedLeases: 0, durationMs: 5 }

test('metrics that fail are logged, and keep nothing from going on', () => {
  const logged: unknown[] = []
  const error = new Error('the metrics are full')
  const logger = { ...silentLogger, error: (fields: object) => void logged.push(fields) }
  const fail = () => {
    throw error
  }
  guardedMetrics({ ...noMetrics, leasesLookedAt: fail }, logger).leasesLookedAt(look)
  expect(logged).toEqual([{ err: error }])
})

test('metrics keep what they are, as an object of a class', () => {
  class Told {
    readonly looks: object[] = []
    batchEnded(): void {}
    checkpointEnded(): void {}
    leasesRenewed(): void {}
    leasesLookedAt(measure: object): void {
      this.looks.push(measure)
    }
  }
  const told = new Told()
  guardedMetrics(told, silentLogger).leasesLookedAt(look)
  expect(told.looks).toEqual([look])
})
