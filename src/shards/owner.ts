/** Whose resource something is. Two accounts, or two regions of one, never see each other's. */
export interface Owner {
  /** 12 digits. */
  readonly account: string
  readonly region: string
}

/** The owner alone, of what has one: events and errors hold no more of it. */
export function ownerOf({ account, region }: Owner): Owner {
  return { account, region }
}

/** The key of what one owner has. */
export function placeOf({ account, region }: Owner): string {
  return `${account}/${region}`
}
