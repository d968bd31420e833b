import type { Service } from '../api/index.ts'
import type { Metric } from '../http/index.ts'

/** An AWS service that is open: its data is read, and what it does by itself goes on. */
export interface OpenService {
  readonly service: Service
  /** What it has counted, for /metrics. */
  metrics(): Promise<Metric[]>
  /** To be called before what it was opened with is closed: lets nothing of it be on its way there any more. */
  close(): Promise<void>
}
