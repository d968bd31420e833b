import type { Owner } from '../../sqs-layer/index.ts'
import type { Platform } from './platform.ts'

/** An application with a push service. Plain data, never changed; on the disk its members are part of the format. */
export interface ApplicationState {
  readonly owner: Owner
  readonly platform: Platform
  readonly name: string
  /** False once the push service has refused its credentials. */
  readonly enabled: boolean
  /** With the credentials. */
  readonly attributes: Readonly<Record<string, string>>
}

/** An application on one device. The same holds. */
export interface EndpointState {
  readonly id: string
  readonly token: string
  /** False when its owner has said so, or the push service does not know the token any more. */
  readonly enabled: boolean
  readonly userData?: string
}
