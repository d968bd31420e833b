import type { Application, Leases } from '../../leases/index.ts'
import type { Caller } from '../caller.ts'
import { operationDefiner } from '../operation.ts'
import type { MillraceLeasesOperations } from './shapes.ts'

/** What the operations on leases work on. */
export interface LeasesContext {
  readonly leases: Leases
}

export const defineOperation = operationDefiner<MillraceLeasesOperations, LeasesContext>()

interface OfApplication {
  readonly ApplicationName: string
}

export function applicationOf({ ApplicationName }: OfApplication, { account, region }: Caller): Application {
  return { account, region, name: ApplicationName }
}

/** What access control knows an application as. Not of the partition `aws`, where no such thing is. */
export function applicationArn({ ApplicationName }: OfApplication, { account, region }: Caller): string {
  return `arn:millrace:leases:${region}:${account}:application/${ApplicationName}`
}
