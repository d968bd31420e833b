import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { basename } from 'node:path'
import type { Comparison, Summary } from './compare.ts'

export interface Report {
  question: string
  /** One sentence with the number that is to be reached, and whether this run reached it. */
  target: string
  met: boolean
  [figure: string]: unknown
}

/** The report as JSON on stdout, with what it takes to read it: machine, versions, command, how busy the machine was. */
export function printReport(report: Report): void {
  const bench = basename(process.argv[1] ?? '', '.bench.ts')
  const command = ['npm run bench --', bench, ...process.argv.slice(2)].join(' ')
  console.log(JSON.stringify({ bench, command, ...report, machine: machine(), commit: commit() }, null, 2))
  console.error(`${bench}: ${report.target}: ${report.met ? 'met' : 'NOT met'}`)
}

export function machine(): object {
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    loadAverage: Number(loadavg()[0]?.toFixed(2)),
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  } catch {
    return 'unknown'
  }
}

/** The medians as a short table on stderr, spread in brackets: for people. */
export function printTable(comparison: Comparison): void {
  const columns: [string, keyof Summary][] = [
    ['CPU us/record', 'cpuMicrosPerRecord'],
    ['later us/record', 'afterMicrosPerRecord'],
    ['records/s', 'recordsPerSecond'],
    ['p50 ms', 'p50Ms'],
    ['p99 ms', 'p99Ms'],
    ['peak MiB', 'peakRssMiB'],
    ['client cores', 'clientCores'],
  ]
  const rows = Object.entries(comparison.summary).map(([name, summary]) => [
    name,
    ...columns.map(
      ([, figure]) => `${summary[figure].median} (${summary[figure].min}-${summary[figure].max})`,
    ),
  ])
  const { median, min, max } = comparison.cpuRatio
  console.error(table([['', ...columns.map(([title]) => title)], ...rows]))
  console.error(`CPU ratio: ${median} (${min}-${max})`)
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}
