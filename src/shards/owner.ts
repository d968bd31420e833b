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

let lastOwner: Owner | undefined
let lastPlace = ''

/** The key of what one owner has. Requests of one caller in a row have the same object for it, and need no new text. */
export function placeOf(owner: Owner): string {
  if (owner !== lastOwner) {
    lastOwner = owner
    lastPlace = `${owner.account}/${owner.region}`
  }
  return lastPlace
}
