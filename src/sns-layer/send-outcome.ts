/**
 * What came of an attempt to hand a message to someone outside: they have it; they may take it later; or they will not take it,
 * however often it is tried. `reason` is for people.
 */
export type SendOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly reason: string }
  | { readonly kind: 'permanent'; readonly reason: string }
