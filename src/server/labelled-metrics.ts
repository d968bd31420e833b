import type { Metric } from '../http/index.ts'

/** One number that is told of each of many things. */
export interface Told<Source> {
  /** CloudWatch's name in Prometheus' spelling, with its unit, behind the prefix of its kind. */
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge'
  /** @returns undefined for one that there is no number of */
  read(source: Source): number | undefined
}

export interface Labelled<Source> {
  readonly labels: NonNullable<Metric['samples'][number]['labels']>
  readonly source: Source
}

/** Of each thing all that is told of it; nothing where there is none. */
export function labelledMetrics<Source>(
  prefix: string,
  table: readonly Told<Source>[],
  sources: readonly Labelled<Source>[],
): Metric[] {
  if (sources.length === 0) return []
  return table.map(({ name, help, kind, read }) => {
    const samples = []
    for (const { labels, source } of sources) {
      const value = read(source)
      if (value !== undefined) samples.push({ labels, value })
    }
    return { name: prefix + name, help, kind, samples }
  })
}
