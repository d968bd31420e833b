import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasCode } from '../../../src/base/index.ts'
import { Filter, FilterableMessage, FilterIndex } from '../../../src/sns-layer/filters/index.ts'
import {
  attributeMessages,
  attributePolicies,
  bodyMessages,
  bodyPolicies,
  lists,
  values,
} from './arbitrary-policy.ts'
import { type Json, naivelyAccepts } from './naive-filter.ts'

type JsonObject = { [key: string]: Json }

const bodyOf = (body: JsonObject) => new FilterableMessage(JSON.stringify(body))

/** The message whose attributes are these. */
function withAttributes(values: JsonObject): FilterableMessage {
  return new FilterableMessage(
    'text',
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'string') return { name, dataType: 'String', value }
      if (typeof value === 'number') return { name, dataType: 'Number', value: String(value) }
      return { name, dataType: 'String.Array', value: JSON.stringify(value) }
    }),
  )
}

/** Undefined for one that is too complex, which is another test's matter. */
function compiled(policy: JsonObject, scope: Filter['scope']): Filter | undefined {
  try {
    return Filter.compile(JSON.stringify(policy), scope)
  } catch (error) {
    if (hasCode(error, 'FILTER_POLICY_INVALID')) return undefined
    throw error
  }
}

/* Goal: a compiled filter accepts what its policy says. Method: random policies and messages, beside a slow evaluator of the text. */
test('a list of values accepts what a slow evaluation of it accepts', () => {
  fc.assert(
    fc.property(lists, fc.array(values, { minLength: 6, maxLength: 6 }), (list, all) => {
      const filter = compiled({ k: list }, 'MessageBody')!
      expect(all.map((k) => filter.accepts(bodyOf({ k })))).toEqual(
        all.map((k) => naivelyAccepts({ k: list }, { k })),
      )
    }),
    { numRuns: 300 },
  )
})

test('a filter over attributes accepts what a slow evaluation of its policy accepts', () => {
  fc.assert(
    fc.property(
      attributePolicies,
      fc.array(attributeMessages, { minLength: 1, maxLength: 8 }),
      (policy, messages) => {
        const filter = compiled(policy, 'MessageAttributes')
        if (filter === undefined) return
        expect(messages.map((message) => filter.accepts(withAttributes(message)))).toEqual(
          messages.map((message) => naivelyAccepts(policy, message)),
        )
      },
    ),
    { numRuns: 100 },
  )
})

test('a filter over bodies accepts what a slow evaluation of its policy accepts', () => {
  fc.assert(
    fc.property(bodyPolicies, fc.array(bodyMessages, { minLength: 1, maxLength: 8 }), (policy, messages) => {
      const filter = compiled(policy, 'MessageBody')
      if (filter === undefined) return
      expect(messages.map((message) => filter.accepts(bodyOf(message)))).toEqual(
        messages.map((message) => naivelyAccepts(policy, message)),
      )
    }),
    { numRuns: 100 },
  )
})

/* Goal: the index finds exactly those that a look at each would. Method: members that come, change and go, then random messages. */
test('an index selects exactly the members whose filters accept, whatever came and went before', () => {
  const steps = fc.array(
    fc.record({ member: fc.nat(9), policy: fc.option(bodyPolicies, { nil: undefined }) }),
    { minLength: 1, maxLength: 25 },
  )
  fc.assert(
    fc.property(steps, fc.array(bodyMessages, { minLength: 1, maxLength: 6 }), (changes, messages) => {
      const index = new FilterIndex<number>()
      const filters = new Map<number, Filter>()
      for (const { member, policy } of changes) {
        const filter = policy === undefined ? undefined : compiled(policy, 'MessageBody')
        if (filter === undefined) {
          index.delete(member)
          filters.delete(member)
        } else {
          index.set(member, filter)
          filters.set(member, filter)
        }
      }
      for (const body of messages) {
        const message = bodyOf(body)
        const selected: number[] = []
        const { MessageBody } = index.select(message, (member) => selected.push(member))
        const wanted = [...filters].filter(([, filter]) => filter.accepts(message)).map(([member]) => member)
        expect(selected.toSorted()).toEqual(wanted.toSorted())
        expect(MessageBody).toBe(filters.size - wanted.length)
      }
    }),
    { numRuns: 50 },
  )
})
