/** What a filter compares: a value of a message without members of its own. */
export type Scalar = string | number | boolean | null

export type Json = Scalar | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Not inherited ones: a key may be called `constructor`. */
export function memberOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** The elements of an array and of the arrays in it, however deep: without recursion, as a message may be nothing but brackets. */
export function* elementsOf(array: readonly Json[]): Generator<Scalar | JsonObject> {
  const waiting: Json[] = [array]
  while (waiting.length > 0) {
    const next = waiting.pop() as Json
    if (Array.isArray(next)) {
      for (let i = next.length - 1; i >= 0; i--) waiting.push(next[i])
    } else {
      yield next as Scalar | JsonObject
    }
  }
}
