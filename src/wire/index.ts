export { AwsError } from './aws-error.ts'
export { CborWriter } from './cbor-writer.ts'
export { eventStreamType, MessageHeaders } from './event-stream.ts'
export {
  internalFailure,
  missingAuthenticationToken,
  serializationError,
  unknownOperation,
} from './general-errors.ts'
export { jsonProtocol } from './json-protocol.ts'
export type { ServiceModelFile } from './model-file.ts'
export type { ErrorEncoder, Protocol } from './protocol.ts'
export { mediaTypeOf, protocolOf } from './protocols.ts'
export { type FormNode, readForm } from './query/form.ts'
export { invalidAction, malformedQuery, missingAction } from './query/query-errors.ts'
export { QueryErrors, QueryProtocol } from './query/query-protocol.ts'
export {
  type ErrorModel,
  type EventStreamModel,
  loadServiceModel,
  type OperationModel,
  type ServiceModel,
} from './service-model.ts'
export type { Member, Shape, StructureShape } from './shape.ts'
export { validateInput } from './validate.ts'
export { absentMembers } from './validation-error.ts'
