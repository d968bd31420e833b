import type { Service } from './service.ts'

/** A service that its first request opens: what a request says of whom it is for, and the opening. */
export interface ClosedService {
  readonly name: string
  /** These three as its model has them. */
  readonly targetPrefix: string | undefined
  readonly apiVersion: string
  readonly speaksQuery: boolean
  /** Opens it, or waits until whoever opens it has. */
  open(): Promise<Service>
}

export function isClosed(found: object): found is ClosedService {
  return 'open' in found
}
