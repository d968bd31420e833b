/** Lets one waiter sleep until somebody wakes it. A wake that comes while nobody waits is kept for the next wait. */
export class Wakeup {
  #isDue = false
  #resolve: (() => void) | undefined

  wake(): void {
    const resolve = this.#resolve
    this.#resolve = undefined
    if (resolve === undefined) this.#isDue = true
    else resolve()
  }

  wait(): Promise<void> {
    if (this.#isDue) {
      this.#isDue = false
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      this.#resolve = resolve
    })
  }
}
