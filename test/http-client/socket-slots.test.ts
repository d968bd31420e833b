import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SocketSlots } from '../../src/http-client/socket-slots.ts'

/* Goal: never more slots than allowed, and whoever waits gets one as soon as its host has room. Method: a model counts. */

const limits = { perHostMax: 2, countMax: 3, waitingMax: 4 }
const hosts = ['a', 'b', 'c']

interface Caller {
  readonly host: string
  readonly stop: AbortController
  state: 'waits' | 'has' | 'refused' | 'gone'
}

const steps = fc.array(
  fc.record({ kind: fc.constantFrom('take', 'take', 'give', 'abort'), pick: fc.nat(20) }),
  { maxLength: 60 },
)

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('SocketSlots keeps its limits and leaves nobody waiting for a slot that is free', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const slots = new SocketSlots(limits)
      const callers: Caller[] = []
      for (const { kind, pick } of list) {
        const having = callers.filter(({ state }) => state === 'has')
        const waiting = callers.filter(({ state }) => state === 'waits')
        if (kind === 'take') {
          const caller: Caller = { host: hosts[pick % 3]!, stop: new AbortController(), state: 'waits' }
          callers.push(caller)
          slots.take(caller.host, caller.stop.signal).then(
            () => {
              caller.state = 'has'
            },
            (error) => {
              caller.state = error?.code === 'HTTP_CLIENT_BUSY' ? 'refused' : 'gone'
            },
          )
          await settle()
          if (caller.state === 'refused') expect(waiting).toHaveLength(limits.waitingMax)
        } else if (kind === 'give' && having.length > 0) {
          const caller = having[pick % having.length]!
          caller.state = 'gone'
          slots.give(caller.host)
        } else if (kind === 'abort' && waiting.length > 0) {
          waiting[pick % waiting.length]!.stop.abort()
        }
        await settle()
        check(callers)
      }
    }),
    { numRuns: 60 },
  )
})

function check(callers: readonly Caller[]): void {
  const used = (host: string) =>
    callers.filter((caller) => caller.host === host && caller.state === 'has').length
  const total = hosts.reduce((sum, host) => sum + used(host), 0)
  expect(total).toBeLessThanOrEqual(limits.countMax)
  for (const host of hosts) {
    expect(used(host)).toBeLessThanOrEqual(limits.perHostMax)
    const waits = callers.some((caller) => caller.host === host && caller.state === 'waits')
    if (waits) expect(used(host) === limits.perHostMax || total === limits.countMax).toBe(true)
  }
}

test('hosts with waiting requests get slots in turn', async () => {
  const slots = new SocketSlots({ perHostMax: 1, countMax: 1, waitingMax: 10 })
  const { signal } = new AbortController()
  const order: string[] = []
  await slots.take('a', signal)
  for (const host of ['b', 'b', 'c', 'a']) void slots.take(host, signal).then(() => order.push(host))
  for (const host of ['a', 'a', 'b', 'c']) {
    slots.give(host)
    await settle()
  }
  expect(order).toEqual(['a', 'b', 'c', 'b'])
})
