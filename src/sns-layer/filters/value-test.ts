import { elementsOf, type Json, type Scalar } from './json-value.ts'
import { comparable } from './numbers.ts'

export type ScalarTest = (value: Scalar) => boolean

interface ValueTestParts {
  /** Values of which one is enough, numbers as `comparable` has them. */
  readonly exact: ReadonlySet<Scalar>
  readonly others: readonly ScalarTest[]
  readonly acceptsAbsence: boolean
  readonly valueCount: number
  readonly wildcardPoints: number
}

/** The list of values that a policy has for a key: accepts what has one of them. */
export class ValueTest {
  readonly exact: ReadonlySet<Scalar>
  /** Whether a message without the key is accepted: `{"exists": false}`. */
  readonly acceptsAbsence: boolean
  /** Values and operators in the list, which count towards the complexity of the policy. */
  readonly valueCount: number
  readonly wildcardPoints: number
  readonly #others: readonly ScalarTest[]

  constructor({ exact, others, acceptsAbsence, valueCount, wildcardPoints }: ValueTestParts) {
    this.exact = exact
    this.#others = others
    this.acceptsAbsence = acceptsAbsence
    this.valueCount = valueCount
    this.wildcardPoints = wildcardPoints
  }

  /** True if nothing but values of `exact` is accepted. */
  get isExact(): boolean {
    return this.#others.length === 0 && !this.acceptsAbsence
  }

  /** Of an array one accepted element is enough. Objects are no values, and a key that has none is as good as absent. */
  accepts(value: Json | undefined): boolean {
    if (value === undefined) return this.acceptsAbsence
    if (typeof value !== 'object' || value === null) return this.#acceptsScalar(value)
    if (!Array.isArray(value)) return this.acceptsAbsence
    let absent = true
    for (const element of elementsOf(value)) {
      if (typeof element === 'object' && element !== null) continue
      if (this.#acceptsScalar(element)) return true
      absent = false
    }
    return absent && this.acceptsAbsence
  }

  #acceptsScalar(value: Scalar): boolean {
    if (this.exact.has(exactKey(value))) return true
    for (const accepts of this.#others) if (accepts(value)) return true
    return false
  }
}

/** What a value is in a set of exact ones. */
export function exactKey(value: Scalar): Scalar {
  return typeof value === 'number' ? comparable(value) : value
}
