import type { Service } from '../../src/api/index.ts'
import type { Random } from '../../src/base/index.ts'

/* Services that differ in nothing but having byte forms, for tests that hold the two forms against each other. */

/** The same bytes in the same order for both, so that whatever is made of them is equal too. */
export function countingRandom(): Random {
  let count = 0
  const next = () => {
    count = (count + 1) % 256
    return count
  }
  return {
    bytes: (size) => Buffer.alloc(size, next()),
    uuid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
  }
}

export function withoutByteForms(service: Service): Service {
  const plain = [...service.operations].map(([name, { bytes, runToBody, ...operation }]) => {
    return [name, operation] as const
  })
  return { ...service, operations: new Map(plain) }
}

/** Only the byte forms: what they leave to the general path fails. */
export function withoutPlainForms(service: Service): Service {
  const run = () => Promise.reject(new Error('left to the general path'))
  const bytesOnly = [...service.operations].map(([name, operation]) => {
    return [name, operation.bytes || operation.runToBody ? { ...operation, run } : operation] as const
  })
  return { ...service, operations: new Map(bytesOnly) }
}
