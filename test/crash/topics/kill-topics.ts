import { SNS } from '@aws-sdk/client-sns'
import { SQS } from '@aws-sdk/client-sqs'
import type { StartedServer } from '../../../bench/lib/started-server.ts'
import { TopicLedger } from '../../sim/topic-ledger.ts'
import { killedLives } from '../killed-lives.ts'

const publishersOfTopic = 3
const queuesOf = { 'killed-topic': ['a', 'b'], 'killed-topic.fifo': ['c.fifo', 'd'] } as const
type TopicNameOfRun = keyof typeof queuesOf
const names = Object.keys(queuesOf) as TopicNameOfRun[]

export interface TopicKillRun {
  kills: number
  killedRestarts: number
  /** Acknowledged messages. */
  published: number
  /** Of them in the archive, as the last replay gave them. */
  replayed: number
}

/**
 * Kills a server (see killedLives) of which a standard topic with two queues and a FIFO topic with an archive, a FIFO queue and a standard one are
 * published to. What is in the queues is taken out after each kill; in the end a new queue has the whole archive replayed. What
 * must hold is in TopicLedger.
 * @throws Error with the first fault found
 */
export async function killTopics(
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<TopicKillRun> {
  const run: TopicKillRun = { kills, killedRestarts: 0, published: 0, replayed: 0 }
  const tested = new TestedTopics()
  run.killedRestarts = await killedLives(directory, kills, {
    create: (server) => tested.create(server),
    load: (server, gone) => tested.load(server, gone),
    hasBegun: () => tested.ledger.acknowledgedCount > 0,
    async check(server, kill) {
      if (kill === kills) await tested.replay(server)
      await tested.check(server)
      run.published = tested.ledger.acknowledgedCount
      run.replayed = tested.replayedCount
      report(`kill ${kill}: ${run.published} acknowledged messages`)
    },
  })
  return run
}

class TestedTopics {
  readonly ledger = new TopicLedger()
  /** By queue, all that was ever in it. */
  readonly #contents = new Map<string, string[]>()
  #number = 0

  get replayedCount(): number {
    return this.#contents.get('late.fifo')?.length ?? 0
  }

  async create(server: StartedServer): Promise<void> {
    const clients = clientsOf(server)
    await clients.sns.createTopic({ Name: 'killed-topic' })
    const Attributes = { FifoTopic: 'true', ArchivePolicy: '{"MessageRetentionPeriod":"1"}' }
    await clients.sns.createTopic({ Name: 'killed-topic.fifo', Attributes })
    for (const topic of names)
      for (const queue of queuesOf[topic]) await this.#subscribe(clients, topic, queue)
    clients.destroy()
  }

  async load(server: StartedServer, gone: AbortSignal): Promise<void> {
    const clients = clientsOf(server)
    const publishers = names.flatMap((topic) =>
      Array.from({ length: publishersOfTopic }, () => this.#publishUntilGone(clients.sns, topic, gone)),
    )
    await Promise.all(publishers)
    clients.destroy()
  }

  /** A queue that has seen nothing so far gets all that is archived. */
  async replay(server: StartedServer): Promise<void> {
    const clients = clientsOf(server)
    const TopicArn = arnOf('killed-topic.fifo')
    const { Attributes } = await clients.sns.getTopicAttributes({ TopicArn })
    const policy = { PointType: 'Timestamp', StartingPoint: Attributes?.BeginningArchiveTime }
    const more = { ReplayPolicy: JSON.stringify(policy) }
    const SubscriptionArn = await this.#subscribe(clients, 'killed-topic.fifo', 'late.fifo', more)
    for (let status: string | undefined; status !== 'Completed'; ) {
      const described = await clients.sns.getSubscriptionAttributes({ SubscriptionArn })
      status = described.Attributes?.ReplayStatus
      if (status === 'Failed') throw new Error('the replay has failed')
    }
    clients.destroy()
  }

  async check(server: StartedServer): Promise<void> {
    const clients = clientsOf(server)
    for (const queue of this.#contents.keys()) await this.#drain(clients.sqs, queue)
    clients.destroy()
    const of = (queue: string) => this.#contents.get(queue)!
    this.ledger.checkStandard(of('a'), of('b'))
    this.ledger.checkFifo(of('c.fifo'), of('d'))
    if (this.#contents.has('late.fifo')) this.ledger.checkReplay(of('c.fifo'), of('late.fifo'))
  }

  async #subscribe({ sns, sqs }: Clients, topic: TopicNameOfRun, queue: string, more = {}): Promise<string> {
    const isFifo = queue.endsWith('.fifo')
    const fifo = {
      FifoQueue: 'true',
      FifoThroughputLimit: 'perMessageGroupId',
      DeduplicationScope: 'messageGroup',
    }
    await sqs.createQueue({ QueueName: queue, Attributes: isFifo ? fifo : {} })
    this.#contents.set(queue, this.#contents.get(queue) ?? [])
    const { SubscriptionArn = '' } = await sns.subscribe({
      TopicArn: arnOf(topic),
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
      Attributes: { RawMessageDelivery: 'true', ...more },
    })
    return SubscriptionArn
  }

  async #publishUntilGone(sns: SNS, topic: TopicNameOfRun, gone: AbortSignal): Promise<void> {
    while (!gone.aborted) {
      const number = this.#number++
      const isFifo = topic.endsWith('.fifo')
      const Message = `${isFifo ? 'f' : 's'}-${number}`
      const group = isFifo ? `g${number % 3}` : undefined
      this.ledger.issue(Message, group)
      const fifo = { MessageGroupId: group, MessageDeduplicationId: Message }
      try {
        await sns.publish({ TopicArn: arnOf(topic), Message, ...(isFifo && fifo) })
        this.ledger.acknowledged(Message)
      } catch (error) {
        if (!gone.aborted) throw error
      }
    }
  }

  async #drain(sqs: SQS, queue: string): Promise<void> {
    const QueueUrl = `http://localhost/000000000000/${queue}`
    const seen = this.#contents.get(queue)!
    for (;;) {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 })
      if (Messages.length === 0) return
      seen.push(...Messages.map(({ Body = '' }) => Body))
      const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }))
      await sqs.deleteMessageBatch({ QueueUrl, Entries })
    }
  }
}

interface Clients {
  readonly sns: SNS
  readonly sqs: SQS
  destroy(): void
}

/** One attempt a call: what a retry of the client's own does is another request. */
function clientsOf({ url }: StartedServer): Clients {
  const connection = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
    maxAttempts: 1,
  }
  const sns = new SNS(connection)
  const sqs = new SQS({ ...connection, useQueueUrlAsEndpoint: false })
  const destroy = () => {
    sns.destroy()
    sqs.destroy()
  }
  return { sns, sqs, destroy }
}

const arnOf = (topic: string) => `arn:aws:sns:us-east-1:000000000000:${topic}`
