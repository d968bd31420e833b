import { elementsOf, isObject, type Json, type JsonObject, memberOf } from './json-value.ts'
import type { ValueTest } from './value-test.ts'

/** An object of a policy: all its fields must be accepted, and of each `$or` one alternative. */
export interface PolicyNode {
  readonly fields: readonly PolicyField[]
  readonly choices: readonly (readonly PolicyNode[])[]
}

export type PolicyField =
  | { readonly key: string; readonly test: ValueTest; readonly node?: undefined }
  | { readonly key: string; readonly node: PolicyNode; readonly test?: undefined }

const nothing: JsonObject = {}

export function accepts(node: PolicyNode, object: JsonObject): boolean {
  for (const { key, test, node: inner } of node.fields) {
    const value = memberOf(object, key)
    if (test === undefined ? !acceptsInside(inner, value) : !test.accepts(value)) return false
  }
  for (const alternatives of node.choices) {
    if (!alternatives.some((alternative) => accepts(alternative, object))) return false
  }
  return true
}

/** One object of an array must fulfil all of it. Where there is no object, only what must be absent is fulfilled. */
function acceptsInside(node: PolicyNode, value: Json | undefined): boolean {
  if (isObject(value)) return accepts(node, value)
  if (!Array.isArray(value)) return accepts(node, nothing)
  let objects = 0
  for (const element of elementsOf(value)) {
    if (!isObject(element)) continue
    objects++
    if (accepts(node, element)) return true
  }
  return objects === 0 && accepts(node, nothing)
}
