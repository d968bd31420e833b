import type { Resource, ResourceKind } from '../resources.ts'
import { type ChannelId, parseChannelArn } from './channel-arn.ts'
import type { ChannelControl } from './channel-control.ts'
import { channelLabel } from './channel-state.ts'
import { channelNotFound, invalidChannel } from './errors.ts'

/** Channels as resources: they have tags, and no policy. */
export class ChannelResources implements ResourceKind {
  readonly #channels: ChannelControl

  constructor(channels: ChannelControl) {
    this.#channels = channels
  }

  resourceOf(arn: string): Resource | undefined {
    const id = parseChannelArn(arn)
    return id && this.#resource(id, arn)
  }

  #resource(id: ChannelId, arn: string): Resource {
    const { account, region } = id
    const channels = this.#channels
    return {
      account,
      region,
      arn,
      label: channelLabel({ account, name: channels.find(id)?.name ?? id.id }),
      settings: () => channels.get(id),
      async change(decide) {
        await channels.change(id, (channel) => {
          const { tags = channel.tags, policy } = decide(channel)
          /* Source: API_PutResourcePolicy, which has streams, consumers and queues. Text ours. */
          if (policy !== undefined) throw invalidChannel('A channel cannot have a resource policy.')
          return { tags }
        })
      },
      missing: () => channelNotFound(id),
    }
  }
}
