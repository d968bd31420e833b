import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Spread } from '../lib/statistics.ts'
import { barChart } from './bar-chart.ts'

/** One server in one scenario. */
export interface Row {
  readonly name: string
  readonly version: string
  readonly durability: string
  /** CPU of the whole process, what it does after the load included. */
  readonly microsPerRecord: Spread
  readonly recordsPerSecond: Spread
  readonly p50Ms: Spread
  readonly p99Ms: Spread
  readonly peakRssMiB: Spread
  readonly clientCores: Spread
}

export interface Results {
  readonly machine: object
  readonly measured: string
  readonly results: Readonly<Record<string, readonly Row[]>>
}

const folder = fileURLToPath(new URL('../../docs/performance', import.meta.url))

export function markdownTable(rows: readonly Row[]): string {
  const first = rows[0]?.microsPerRecord.median ?? Number.NaN
  const head = [
    '',
    'an acknowledged record is',
    'CPU us/record',
    '× Millrace',
    'records/s',
    'p50 ms',
    'p99 ms',
    'peak MiB',
  ]
  const cells = rows.map((row) => [
    `${row.name} ${row.version}`,
    row.durability,
    `${row.microsPerRecord.median} (${row.microsPerRecord.min} to ${row.microsPerRecord.max})`,
    (row.microsPerRecord.median / first).toPrecision(3),
    String(row.recordsPerSecond.median),
    String(row.p50Ms.median),
    String(row.p99Ms.median),
    String(row.peakRssMiB.median),
  ])
  const rule = head.map((_, i) => (i < 2 ? '---' : '--:'))
  return [head, rule, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

/** Keeps the numbers, and draws them. The prose around them is docs/performance.md's. */
export function writeResults(all: Results): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/peers.json`, `${JSON.stringify(all, null, 2)}\n`)
  for (const [scenario, rows] of Object.entries(all.results)) {
    const bars = rows.map(({ name, durability, microsPerRecord }) => ({
      label: name,
      note: durability,
      value: microsPerRecord.median,
    }))
    writeFileSync(`${folder}/${scenario}.svg`, barChart('CPU per record, microseconds (log scale)', bars))
  }
}
