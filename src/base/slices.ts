/** Long work in slices: it yields where others may have a turn. */
export type Slices<Result> = Generator<undefined, Result>

/** Says after each `size` pieces of work that a slice is over: where to yield. */
export function slicesOf(size: number): () => boolean {
  let done = 0
  return () => ++done % size === 0
}

/** Does the work with a turn of the event loop between its slices. Rejects with what it throws. */
export async function inSlices<Result>(work: Slices<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    await new Promise((resolve) => setImmediate(resolve))
  }
}
