import { AssertionError } from 'node:assert'

/**
 * States an invariant of our own code. Not for input: whatever a request or a file can bring is checked and answered
 * with a coded error instead.
 * @throws AssertionError, which nothing may turn into an answer: see `passOnBug`
 */
export function assert(condition: boolean, message = 'broken invariant'): asserts condition {
  if (!condition) throw new AssertionError({ message, stackStartFn: assert })
}

/**
 * For each catch-all: a broken invariant is handed to the process, which stops with the stack, since no answer
 * computed from a broken state can be trusted and everything acknowledged is on disk. Anything else is left alone.
 */
export function passOnBug(error: unknown): void {
  if (error instanceof AssertionError) {
    setImmediate(() => {
      throw error
    })
  }
}
