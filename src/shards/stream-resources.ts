import type { StreamControl } from './control/stream-control.ts'
import { streamNotFound } from './errors.ts'
import type { Resource, ResourceKind } from './resources.ts'
import { parseStreamArn } from './stream-arn.ts'
import { streamLabel } from './stream-label.ts'

/** Streams as resources: tags and policy are part of their state, and go with them. */
export class StreamResources implements ResourceKind {
  readonly #control: StreamControl

  constructor(control: StreamControl) {
    this.#control = control
  }

  resourceOf(arn: string): Resource | undefined {
    const parsed = parseStreamArn(arn)
    if (parsed === undefined) return undefined
    const { name, ...owner } = parsed
    return {
      ...owner,
      arn,
      label: streamLabel(parsed, 'Stream'),
      settings: () => this.#control.get(owner, name),
      change: (decide) => this.#control.change(owner, name, decide),
      missing: () => streamNotFound(name, owner),
    }
  }
}
