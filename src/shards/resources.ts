import type { Owner } from './owner.ts'
import { resourceNotFound } from './settings/errors.ts'
import type { Tag } from './settings/tags.ts'

/** What is kept of a resource by its ARN alone, whatever it is. */
export interface ResourceSettings {
  readonly tags: readonly Tag[]
  /** Null, as absent: none. */
  readonly policy?: string | null
}

/** Something with an ARN that can have tags and a policy. It need not exist. */
export interface Resource extends Owner {
  readonly arn: string
  /** As messages name it: `Stream orders under account 000000000000`. */
  readonly label: string
  /** @throws what its kind says of one that is not there */
  settings(): ResourceSettings
  /**
   * Durable when it resolves.
   * @param decide gives the change for the settings as they are then. What it throws is thrown
   */
  change(decide: (settings: ResourceSettings) => Partial<ResourceSettings>): Promise<void>
  /** The error for one that is not there. */
  missing(): Error
}

/** One kind of resources: streams are one, consumers of enhanced fan-out another. */
export interface ResourceKind {
  /** @returns undefined for an ARN of another kind */
  resourceOf(arn: string): Resource | undefined
}

/** Everything that can be tagged and have a policy. */
export class Resources {
  readonly #kinds: readonly ResourceKind[]

  constructor(kinds: readonly ResourceKind[]) {
    this.#kinds = kinds
  }

  /** The resource with that ARN, of the owner's. @throws RESOURCE_NOT_FOUND, and what its kind says of others' */
  find({ account, region }: Owner, arn: string): Resource {
    for (const kind of this.#kinds) {
      const resource = kind.resourceOf(arn)
      if (resource === undefined) continue
      if (resource.account !== account || resource.region !== region) throw resource.missing()
      return resource
    }
    throw resourceNotFound(arn)
  }
}
