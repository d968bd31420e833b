/**
 * A service model as it lies in src/api/<service>/model.json, written by scripts/update-models.ts: the facts of the
 * official model (operations, shapes, constraints) and none of its prose. The names are botocore's.
 */
export interface ServiceModelFile {
  metadata: MetadataFile
  operations: Record<string, OperationFile>
  shapes: Record<string, ShapeFile>
}

interface MetadataFile {
  serviceId: string
  apiVersion: string
  /** `json` or `query`. */
  protocol: string
  /** Absent where nothing but Query is spoken. */
  targetPrefix?: string
  jsonVersion?: string
  /** Present where Query is spoken beside JSON. */
  awsQueryCompatible?: object
  /** Of the answers of Query. */
  xmlNamespace?: string
}

interface OperationFile {
  input?: { shape: string }
  output?: { shape: string }
  errors?: readonly { shape: string }[]
}

/** The names of Query, and whether it writes a list or map without an element around it: `flattened`. */
export interface ReferenceFile {
  shape: string
  locationName?: string
  flattened?: boolean
}

export interface ShapeFile {
  type: string
  members?: Record<string, ReferenceFile>
  required?: readonly string[]
  member?: ReferenceFile
  key?: ReferenceFile
  value?: ReferenceFile
  flattened?: boolean
  min?: number
  max?: number
  pattern?: string
  enum?: readonly string[]
  eventstream?: boolean
  exception?: boolean
  /** The code that Query has for an exception, if it is not the name of the shape, and the HTTP status. */
  error?: { code?: string; httpStatusCode: number; senderFault?: boolean }
}
