import { type Slices, slicesOf } from '../../base/index.ts'
import { evenHashRanges, type HashRange } from '../../partitioner/index.ts'

/** The range of an open shard, by its number. */
export interface OpenRange extends HashRange {
  readonly index: number
}

/**
 * One step of a reshard. The shards that it makes get the next free numbers, as AWS gives them: of a split the one with
 * the lower hash keys first, and then the one with the upper, which begins at `at`.
 */
export type ReshardStep =
  | { readonly kind: 'split'; readonly index: number; readonly at: bigint }
  | { readonly kind: 'merge'; readonly index: number; readonly adjacent: number }

/**
 * A boundary this near to an even one is left where it is, or a split in half that rounds otherwise would cost a shard
 * of one hash key and a merge. Even ranges and halves of them differ by less than their number, 50,000 at the most;
 * this is less than 10^-27 of such a range.
 */
const roundingMax = 2n ** 20n

/** Some milliseconds of work: the largest reshard takes hundreds. */
const rangesPerSlice = 512

/**
 * The steps that cut all hash keys into `count` even ranges, by one walk over them in their order: what sticks out
 * behind an even range is split off, and what lies in one is merged. So of a stream of even shards each is split in two
 * when there shall be twice as many, and two at a time are merged for half of them; other counts take shards that live
 * for no time. AWS goes about it in the same way: https://github.com/risingwavelabs/risingwave/issues/9961 shows its 11
 * shards of a scaling from 4 to 3.
 * @param open all open shards, by hash key: together they cover all hash keys
 * @param nextIndex the number of the next new shard
 */
export function* planEvenRanges(
  open: readonly OpenRange[],
  count: number,
  nextIndex: number,
): Slices<readonly ReshardStep[]> {
  const plan = new Plan(nextIndex)
  const left = open.values()
  const ends = new EvenEnds(open)
  const isSliceOver = slicesOf(rangesPerSlice)
  let over: OpenRange | undefined
  for (const range of evenHashRanges(count)) {
    const end = ends.nearTo(range.end)
    const pieces: OpenRange[] = []
    for (let at = -1n; at < end; ) {
      if (isSliceOver()) yield
      let piece: OpenRange = over ?? left.next().value!
      over = undefined
      if (piece.end > end) [piece, over] = plan.split(piece, end + 1n)
      pieces.push(piece)
      at = piece.end
    }
    yield* plan.mergeAll(pieces)
  }
  return plan.steps
}

class Plan {
  readonly steps: ReshardStep[] = []
  readonly #isSliceOver = slicesOf(rangesPerSlice)
  #nextIndex: number

  constructor(nextIndex: number) {
    this.#nextIndex = nextIndex
  }

  split({ index, start, end }: OpenRange, at: bigint): [OpenRange, OpenRange] {
    this.steps.push({ kind: 'split', index, at })
    return [
      { index: this.#nextIndex++, start, end: at - 1n },
      { index: this.#nextIndex++, start: at, end },
    ]
  }

  /** Two at a time, round by round, so that there are few generations between the first and the last. */
  *mergeAll(ranges: readonly OpenRange[]): Slices<void> {
    for (let round = ranges; round.length > 1; ) {
      const merged: OpenRange[] = []
      for (let i = 0; i < round.length; i += 2) {
        if (this.#isSliceOver()) yield
        merged.push(this.#merge(round[i]!, round[i + 1]))
      }
      round = merged
    }
  }

  #merge(lower: OpenRange, upper: OpenRange | undefined): OpenRange {
    if (upper === undefined) return lower
    this.steps.push({ kind: 'merge', index: lower.index, adjacent: upper.index })
    return { index: this.#nextIndex++, start: lower.start, end: upper.end }
  }
}

/** The last hash keys of even ranges, each moved to that of an open shard which is as good as there. Asked for as they rise. */
class EvenEnds {
  readonly #open: readonly OpenRange[]
  #at = 0

  constructor(open: readonly OpenRange[]) {
    this.#open = open
  }

  nearTo(end: bigint): bigint {
    const open = this.#open
    while (open[this.#at]!.end < end - roundingMax) this.#at++
    let nearest = end
    let distance = roundingMax + 1n
    for (let i = this.#at; i < open.length && open[i]!.end <= end + roundingMax; i++) {
      const to = open[i]!.end
      const apart = to < end ? end - to : to - end
      if (apart < distance) [nearest, distance] = [to, apart]
    }
    return nearest
  }
}
