import { numberAfter } from './sequence-steps.ts'

/*
 * The results of a PutRecords. The JSON has the different ones, each where it occurs first; the records part says for each record by its place which of them
 * is its own. A place that comes again with a sequence number means the next number of that shard.
 *
 *   0       2
 *   | place | place ...
 *   | u16   | u16
 */
const placeSize = 2

/** As the model has it: where a record is, or why it is not. */
export interface PutResult {
  readonly SequenceNumber?: string | undefined
  readonly ShardId?: string | undefined
  readonly ErrorCode?: string | undefined
  readonly ErrorMessage?: string | undefined
}

export interface PutResults {
  /** The records part. */
  readonly places: Buffer
  readonly different: readonly PutResult[]
}

interface Known {
  readonly place: number
  /** What the number of the next record must be. */
  next: bigint
}

export function placesOf(results: readonly PutResult[]): PutResults {
  const places = placesFor(results.length)
  const different: PutResult[] = []
  const knownByText = new Map<string, Known>()
  for (const [i, result] of results.entries()) {
    const { ShardId, ErrorCode, ErrorMessage } = result
    const text = JSON.stringify([ShardId, ErrorCode, ErrorMessage])
    const number = BigInt(result.SequenceNumber ?? 0)
    let known = knownByText.get(text)
    if (known === undefined || (ShardId !== undefined && known.next !== number)) {
      known = { place: different.push(result) - 1, next: number }
      knownByText.set(text, known)
    }
    known.next = numberAfter(number)
    writePlace(places, i, known.place)
  }
  return { places, different }
}

export function placesFor(count: number): Buffer {
  return Buffer.allocUnsafe(placeSize * count)
}

export function writePlace(places: Buffer, i: number, place: number): void {
  places[placeSize * i] = place
  places[placeSize * i + 1] = place >>> 8
}

/** The result of each record. Undefined if a place is none. */
export function resultsAt({ places, different }: PutResults): PutResult[] | undefined {
  const numbers = different.map(({ SequenceNumber }) => SequenceNumber && BigInt(SequenceNumber))
  const results: PutResult[] = []
  for (let at = 0; at < places.length; at += placeSize) {
    const place = at + placeSize <= places.length ? places.readUInt16LE(at) : different.length
    const result = different[place]
    if (result === undefined) return undefined
    const number = numbers[place]
    if (typeof number !== 'bigint') results.push(result)
    else {
      results.push({ ...result, SequenceNumber: number.toString() })
      numbers[place] = numberAfter(number)
    }
  }
  return results
}
