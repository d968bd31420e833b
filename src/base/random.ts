import { randomBytes, randomUUID } from 'node:crypto'

/** The only source of randomness in src. A simulation passes a seeded one. */
export interface Random {
  /** `size` unpredictable bytes in a buffer of their own. */
  bytes(size: number): Buffer
  /** A version 4 UUID in its 36-character form. */
  uuid(): string
}

export const systemRandom: Random = {
  bytes: (size) => randomBytes(size),
  uuid: () => randomUUID(),
}
