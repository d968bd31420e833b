import { type Slices, slicesOf } from '../base/index.ts'

/** One number of a metric. Labels' values are escaped; their names are ours. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string | number>>
  readonly value: number
  /** For the parts of a histogram: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string
}

export interface Metric {
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

/** The type of `prometheusText`'s result: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8'

/** The samples of one slice of the text: a few milliseconds. */
const sampleSlice = 2000

/** In slices: of ten thousand queues it is megabytes. */
export function* prometheusText(metrics: Iterable<Metric>): Slices<string> {
  let text = ''
  const sliceIsOver = slicesOf(sampleSlice)
  const labelsText = rememberedTexts()
  for (const { name, help, kind, samples } of metrics) {
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`
    for (const { labels, value, suffix = '' } of samples) {
      text += `${name}${suffix}${labelsText(labels)} ${numberText(value)}\n`
      if (sliceIsOver()) yield
    }
  }
  return text
}

export function counter(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'counter', samples: [{ value }] }
}

export function gauge(name: string, help: string, value: number): Metric {
  return { name, help, kind: 'gauge', samples: [{ value }] }
}

/** The text of labels. Those of thousands of queues come again with each metric: they are written once. */
function rememberedTexts(): (labels: Sample['labels']) => string {
  const texts = new Map<Sample['labels'], string>()
  return (labels) => {
    const known = texts.get(labels)
    if (known !== undefined) return known
    const text = labelText(labels)
    texts.set(labels, text)
    return text
  }
}

function labelText(labels: Sample['labels']): string {
  if (labels === undefined) return ''
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`)
  return `{${pairs.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return String(value)
}
