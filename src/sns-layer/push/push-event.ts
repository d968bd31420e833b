import type { ApplicationState, EndpointState } from './application-state.ts'

export type ApplicationChange = Partial<Pick<ApplicationState, 'enabled' | 'attributes'>>
export type EndpointUpdate = Partial<Pick<EndpointState, 'token' | 'enabled' | 'userData'>>

/** What happens to applications and endpoints. Their log holds these, as msgpack: names and members are part of the disk format. */
export type PushEvent =
  | { readonly kind: 'application-created'; readonly application: ApplicationState }
  | { readonly kind: 'application-changed'; readonly arn: string; readonly change: ApplicationChange }
  | { readonly kind: 'application-deleted'; readonly arn: string }
  | { readonly kind: 'endpoint-created'; readonly application: string; readonly endpoint: EndpointState }
  | {
      readonly kind: 'endpoint-changed'
      readonly application: string
      readonly id: string
      readonly change: EndpointUpdate
    }
  | { readonly kind: 'endpoint-deleted'; readonly application: string; readonly id: string }
