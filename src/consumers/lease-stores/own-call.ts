import { type KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { ownAnswerUnreadable } from '../errors.ts'

/** What the middleware of the SDK hands on, as far as it is needed here. */
interface Request {
  headers: Record<string, string>
  body: unknown
}
interface Response {
  readonly statusCode: number
  body: unknown
}

const empty = Buffer.from('{}')

/**
 * Calls an operation that AWS does not have, through a client of AWS's SDK: with its endpoint, credentials, signature,
 * connections and retries. It is a command of the SDK whose request says something else, and whose answer is read here.
 * @param target what X-Amz-Target says
 * @throws what the SDK throws, with `name` as the server has it; CONSUMER_ANSWER_UNREADABLE
 */
export async function callOwn(client: KinesisClient, target: string, input: object): Promise<unknown> {
  const command = new ListStreamsCommand({})
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }
  const requestBody = JSON.stringify(input)
  let answer: Uint8Array = empty
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as Request
      delete request.headers['content-length']
      Object.assign(request.headers, headers)
      request.body = requestBody
      return next(args)
    },
    { step: 'build', priority: 'high' },
  )
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = result.response as Response
      if (response.statusCode !== 200) return result
      answer = await client.config.streamCollector(response.body)
      response.body = empty
      return result
    },
    { step: 'deserialize', priority: 'low' },
  )
  await client.send(command)
  return parse(answer, target)
}

function parse(answer: Uint8Array, target: string): unknown {
  try {
    return JSON.parse(Buffer.from(answer).toString())
  } catch (cause) {
    throw ownAnswerUnreadable(target, cause)
  }
}
