import { messageCases } from './messages.ts'
import { moveTaskCases } from './move-tasks.ts'
import { queueCases } from './queues.ts'

/** Every case of every operation. */
export const allCases = [...queueCases, ...messageCases, ...moveTaskCases]

/** With the address of the server in the place of `%URL%`. Bytes stay bytes. */
export function atOrigin<Value>(value: Value, origin: string): Value {
  return replaced(value, origin) as Value
}

function replaced(value: unknown, origin: string): unknown {
  if (typeof value === 'string') return value.replaceAll('%URL%', origin)
  if (Array.isArray(value)) return value.map((item) => replaced(item, origin))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof RegExp)
    return value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, item] of Object.entries(value)) copy[key] = replaced(item, origin)
  return copy
}
