import type { Jq } from 'jq-web'
import { type PackedRecords, unpackTexts } from './packed-records.ts'

/** What a query has found in a record: the keys of its partition, or what is wrong with it. */
export type ExtractedKeys = Readonly<Record<string, string>> | string

interface Outcome {
  /** What the query gave. */
  readonly v?: readonly unknown[]
  /** What it failed with. */
  readonly e?: string
}

/** jq is started once in a thread; a call costs 3 ms, whatever it has to do: so many records go into one. */
let jq: Promise<Jq> | undefined

/** Runs a query over each record. */
export async function keysOf(query: string, records: PackedRecords): Promise<ExtractedKeys[]> {
  jq ??= import('jq-web').then((module) => module.default)
  const texts = [...unpackTexts(records)]
  const isJson = texts.map(holdsJson)
  const outcomes = run(
    await jq,
    query,
    texts.filter((_, i) => isJson[i]),
  )
  let at = 0
  return isJson.map((is) => (is ? keysIn(outcomes[at++]) : 'Non JSON record provided'))
}

/** One record that jq cannot parse would have the whole call fail. */
function holdsJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/* The query is on lines of its own, so that a comment in it ends where it does. */
function run(jq: Jq, query: string, texts: readonly string[]): readonly (Outcome | undefined)[] {
  const filter = `map(try {v: [\n${query}\n]} catch {e: tostring})`
  try {
    const output = jq.raw(`[${texts.join(',')}]`, filter, ['-c'])
    return output === undefined || output === '' ? [] : (JSON.parse(output) as Outcome[])
  } catch (error) {
    const e = error instanceof Error ? error.message : String(error)
    return texts.map(() => ({ e }))
  }
}

/* Source of both texts: AWS's error output, as users have published it. */
function keysIn(outcome: Outcome | undefined): ExtractedKeys {
  if (outcome?.e !== undefined) return outcome.e
  const [value, ...others] = outcome?.v ?? []
  if (others.length > 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return 'The query must give one JSON object'
  const keys: Record<string, string> = {}
  for (const [key, found] of Object.entries(value)) {
    if (found === null || found === '' || typeof found === 'object')
      return 'partitionKeys values must not be null or empty'
    keys[key] = String(found)
  }
  return keys
}
