import type { Application, LeaseState } from './lease-state.ts'

/** What happens to leases. Their log holds these, as msgpack: names and members are part of the disk format. */
export type LeaseEvent =
  | { readonly kind: 'lease-written'; readonly application: Application; readonly lease: LeaseState }
  | { readonly kind: 'lease-removed'; readonly application: Application; readonly key: string }
  | { readonly kind: 'application-deleted'; readonly application: Application }
