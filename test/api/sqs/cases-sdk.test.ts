import * as sdk from '@aws-sdk/client-sqs'
import { afterAll, expect, test } from 'vitest'
import { createServer } from '../../../src/index.ts'
import { matching } from '../kinesis/matching.ts'
import { worldCalls } from './cases/case.ts'
import { allCases, atOrigin } from './cases/index.ts'

/* The cases of `cases.test.ts` once more, as the AWS SDK for JavaScript sends them and reads the answers. */

const server = await createServer()
const client = new sdk.SQSClient({
  endpoint: server.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
})

type AnyCommand = Parameters<typeof client.send>[0]
const commands = sdk as unknown as Record<string, new (input: object) => AnyCommand>

function send(operation: string, input: object): Promise<object> {
  const Command = commands[`${operation}Command`]!
  return client.send(new Command(atOrigin(input, server.url)))
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
  const { error, output } = one
  if (error === undefined) {
    expect(await send(operation, one.input)).toMatchObject(matching(atOrigin(output ?? {}, server.url)))
    return
  }
  const { code, message, status: httpStatusCode = 400 } = error
  await expect(send(operation, one.input)).rejects.toMatchObject({
    $metadata: { httpStatusCode },
    ...matching({ Code: code, message }),
  })
})
