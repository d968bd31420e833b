import * as sdk from '@aws-sdk/client-kinesis'
import { afterAll, expect, test } from 'vitest'
import { createServer } from '../../../src/index.ts'
import { worldCalls } from './cases/case.ts'
import { allCases } from './cases/index.ts'
import { matching } from './matching.ts'

/* The cases of `cases.test.ts` once more, as the AWS SDK for JavaScript sends them and reads the answers. */

/* Without waiting for the rates of calls: the cases come as fast as they can. */
const server = await createServer({ quotas: { callsPerSecond: { '*': 1_000_000 } } })
const client = new sdk.KinesisClient({
  endpoint: server.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
})

type AnyCommand = Parameters<typeof client.send>[0]
const commands = sdk as unknown as Record<string, new (input: object) => AnyCommand>

function send(operation: string, input: object): Promise<object> {
  const Command = commands[`${operation}Command`]!
  // The SDK changes what it is given.
  return client.send(new Command(structuredClone(input)))
}

for (const [name, input] of worldCalls) await send(name, input)
afterAll(async () => {
  client.destroy()
  await server.close()
})

const table = allCases.flatMap(([operation, cases]) =>
  cases.filter(({ notBySdk }) => !notBySdk).map((one) => [operation, one.name, one] as const),
)

test.each(table)('through the SDK %s %s', async (operation, _, one) => {
  if ('output' in one) expect(await send(operation, one.input)).toMatchObject(matching(one.output))
  else {
    const { code, message } = one.error
    await expect(send(operation, one.input)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
      ...matching({ name: code, message }),
    })
  }
})
