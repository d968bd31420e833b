import { parseArgs } from 'node:util'

const protocols = ['json', 'cbor', 'framed'] as const

export type BenchProtocol = (typeof protocols)[number]

export interface BenchOptions {
  /** The small size that CI runs, so that a bench cannot rot. Its figures mean nothing. */
  smoke: boolean
  /** How often each server of a comparison is run. */
  rounds: number
  /** `floor` compares the floor with itself: how much a ratio moves by chance on this machine. */
  against: 'millrace' | 'floor'
  /** What messages are, where that makes a difference: text that JSON writes as it is, or JSON, whose quotes it escapes. */
  bodies: 'text' | 'json'
  /** What Millrace is spoken to in, where there is a choice; the floor knows JSON. */
  protocol: BenchProtocol
}

/** The options that comparisons share: `--smoke`, `--rounds N` (3), `--against floor`, `--bodies json`, `--protocol cbor|framed`. */
export function benchOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      against: { type: 'string', default: 'millrace' },
      bodies: { type: 'string', default: 'text' },
      protocol: { type: 'string', default: 'json' },
    },
  })
  return {
    smoke: values.smoke,
    rounds: Number(values.rounds ?? (values.smoke ? 1 : 3)),
    against: values.against === 'floor' ? 'floor' : 'millrace',
    bodies: values.bodies === 'json' ? 'json' : 'text',
    protocol: protocols.find((protocol) => protocol === values.protocol) ?? 'json',
  }
}

/** How long a server is measured, and after how many answers. */
export function measuring(
  { smoke }: BenchOptions,
  warmupRequests: number,
): { warmupRequests: number; windowMs: number } {
  return smoke ? { warmupRequests: 10, windowMs: 300 } : { warmupRequests, windowMs: 5_000 }
}
