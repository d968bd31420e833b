import type { OperationModel, Protocol } from '../wire/index.ts'
import type { Operation } from './operation.ts'
import type { Service } from './service.ts'

/** Where a request goes. */
export interface Route {
  readonly service: Service
  readonly model: OperationModel
  readonly operation: Operation<unknown>
}

/** A request of which is known where it goes and how it is written. */
export interface RoutedRequest {
  readonly route: Route
  readonly protocol: Protocol
}
