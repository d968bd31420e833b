import type { Slices } from '../../src/base/slices.ts'

/** The result of work in slices, done at once. */
export function wholeOf<Result>(work: Slices<Result>): Result {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}
