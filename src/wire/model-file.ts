/**
 * A service model as it lies in src/api/<service>/model.json, written by scripts/update-models.ts: the facts of the
 * official model (operations, shapes, constraints) and none of its prose. The names are botocore's.
 */
export interface ServiceModelFile {
  metadata: { serviceId: string; targetPrefix: string; jsonVersion: string; apiVersion: string }
  operations: Record<string, OperationFile>
  shapes: Record<string, ShapeFile>
}

interface OperationFile {
  input?: { shape: string }
  output?: { shape: string }
  errors?: readonly { shape: string }[]
}

export interface ShapeFile {
  type: string
  members?: Record<string, { shape: string }>
  required?: readonly string[]
  member?: { shape: string }
  key?: { shape: string }
  value?: { shape: string }
  min?: number
  max?: number
  pattern?: string
  enum?: readonly string[]
  eventstream?: boolean
}
