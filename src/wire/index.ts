export { AwsError } from './aws-error.ts'
export { eventStreamType, MessageHeaders } from './event-stream.ts'
export { internalFailure, missingAuthenticationToken, unknownOperation } from './general-errors.ts'
export type { ServiceModelFile } from './model-file.ts'
export type { Protocol } from './protocol.ts'
export { protocolOf } from './protocols.ts'
export {
  type EventStreamModel,
  loadServiceModel,
  type OperationModel,
  type ServiceModel,
} from './service-model.ts'
export type { Shape, StructureShape } from './shape.ts'
export { validateInput } from './validate.ts'
export { absentMembers } from './validation-error.ts'
