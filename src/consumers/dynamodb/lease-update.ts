import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { Lease } from '../leases/lease.ts'
import { type Item, itemOf } from './lease-item.ts'

type Conditional = Pick<
  UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>

const pending = ['pendingCheckpoint', 'pendingCheckpointSubSequenceNumber', 'pendingCheckpointState']

/**
 * Writes what is different in `lease`, if the row has the counter and the owners of `before`. What others keep in the row
 * is left as it is.
 */
export function updateOf(lease: Lease, before: Lease): Conditional & { UpdateExpression: string } {
  const was = itemOf(before)
  const is = itemOf(lease)
  const changed = Object.keys(is).filter((name) => JSON.stringify(is[name]) !== JSON.stringify(was[name]))
  const removed = Object.keys(was).filter((name) => is[name] === undefined)
  if (changed.includes('checkpoint') || changed.includes('checkpointSubSequenceNumber'))
    removed.push(...pending)
  const names = new Set([...changed, ...removed, ...conditionNames])
  const sets = changed.map((name) => `#${name} = :${name}`)
  return {
    UpdateExpression: [
      `SET ${sets.join(', ')}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.map((name) => `#${name}`).join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: conditionOf(was),
    ExpressionAttributeNames: Object.fromEntries([...names].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(changed.map((name) => [`:${name}`, is[name]!])),
      ...expectedValues(was),
    },
  }
}

/** The row that is removed has this counter. */
export function removalOf(counter: number): Conditional {
  return {
    ConditionExpression: '#leaseCounter = :was_leaseCounter',
    ExpressionAttributeNames: { '#leaseCounter': 'leaseCounter' },
    ExpressionAttributeValues: { ':was_leaseCounter': { N: String(counter) } },
  }
}

const conditionNames = ['leaseCounter', 'leaseOwner', 'checkpointOwner'] as const

/** The counter alone is not enough: a worker that asks for the lease, and the library's leader, leave it. */
function conditionOf(was: Item): string {
  return conditionNames
    .map((name) => (was[name] === undefined ? `attribute_not_exists(#${name})` : `#${name} = :was_${name}`))
    .join(' AND ')
}

function expectedValues(was: Item): Item {
  return Object.fromEntries(
    conditionNames.flatMap((name) => (was[name] === undefined ? [] : [[`:was_${name}`, was[name]]])),
  )
}
