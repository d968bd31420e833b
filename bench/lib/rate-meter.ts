/**
 * The rate at which a throttle lets something through, from one edge to another: times at which what could go had just
 * come to be enough. In between may be anything.
 *
 * What is paid before it goes, as a put, was earned since the edge before; what is paid afterwards, as a read, is earned
 * until the next. So of the first and the last edge the amount of one counts.
 */
export class RateMeter {
  readonly #paid: 'before' | 'after'
  #firstMs = Number.NaN
  #lastMs = Number.NaN
  #sum = 0
  #sumAtLast = 0

  constructor(paid: 'before' | 'after') {
    this.#paid = paid
  }

  add(nowMs: number, amount: number, isEdge: boolean): void {
    const isFirst = Number.isNaN(this.#firstMs)
    if (isFirst && !isEdge) return
    if (isFirst) this.#firstMs = nowMs
    if (this.#paid === 'before' && !isFirst) this.#sum += amount
    if (isEdge) {
      this.#lastMs = nowMs
      this.#sumAtLast = this.#sum
    }
    if (this.#paid === 'after') this.#sum += amount
  }

  /** NaN before there were two edges. */
  get perSecond(): number {
    return (1000 * this.#sumAtLast) / (this.#lastMs - this.#firstMs)
  }
}
