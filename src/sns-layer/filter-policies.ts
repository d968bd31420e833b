import { CodedError, hasCode } from '../base/index.ts'
import { invalidParameter } from './errors.ts'
import { Filter } from './filters/index.ts'
import type { FilterPort } from './ports.ts'

/** Filter policies as the topics use them. */
export const filterPolicies: FilterPort = {
  check(policy, scope, within) {
    try {
      Filter.compile(policy, scope)
    } catch (error) {
      if (!(error instanceof CodedError) || !hasCode(error, 'FILTER_POLICY_INVALID')) throw error
      throw invalidParameter(`${within}${error.message}`)
    }
  },
  filterOf({ settings: { filterPolicy, filterPolicyScope } }) {
    return filterPolicy === null ? undefined : Filter.compile(filterPolicy, filterPolicyScope)
  },
}
