import { randomBytes } from 'node:crypto'
import { nodeFileSystem, silentLogger, systemClock, systemRandom } from '../../src/base/index.ts'
import { openLogStore } from '../../src/log/index.ts'
import { openQueues, type PlainTexts } from '../../src/sqs-layer/index.ts'
import { bodySize, queueName } from './queue-load.ts'

const owner = { account: '000000000000', region: 'us-east-1' }
const batch = 10
const callers = 32
/** Who is told of the messages. */
const nobody = { add: () => undefined, end: () => undefined }

/** Makes a data folder with the queue of the benches and so many messages in it, without a server: a hundred seconds for ten million. */
export async function fillQueue(directory: string, messages: number): Promise<void> {
  const parts = { clock: systemClock, random: systemRandom, logger: silentLogger }
  const store = await openLogStore({ ...parts, files: nodeFileSystem, directory, durability: 'os' })
  const queues = await openQueues({ ...parts, store, limits: 'off' })
  await queues.control.create(owner, { name: queueName, settings: {} })
  const queue = await queues.open(owner, queueName)
  let left = messages
  const fill = async () => {
    for (; left > 0; left -= batch) await queue.sendPlain(randomTexts(), owner.account, nobody)
  }
  await Promise.all(Array.from({ length: callers }, fill))
  await queues.close()
  await store.close()
}

/** As a server has them of a SendMessageBatch. */
function randomTexts(): PlainTexts {
  const text = Buffer.from(randomBytes((bodySize * batch * 3) / 4).toString('base64'))
  return {
    count: batch,
    sizeOf: () => bodySize,
    isUnescaped: () => true,
    writeText: (i, target, at) => at + text.copy(target, at, i * bodySize, (i + 1) * bodySize),
  }
}
