import type { KinesisClient } from '@aws-sdk/client-kinesis'
import { framedAnswerUnreadable } from '../errors.ts'
import { type FramedBody, framedType, partsOfFramed } from '../framed-body.ts'
import { addHooks, type SdkCommand, type SdkResponse } from './middleware.ts'

const jsonType = 'application/x-amz-json-1.1'
/** JSON is what errors are in, and all answers of servers that know no frames. */
const accepted = `${framedType}, ${jsonType}`
const empty = Buffer.from('{}')

/**
 * Calls in frames by a client of the AWS SDK, with its endpoint, credentials, signature, connections and retries: a command goes out with
 * another body, and its answer is read here. Each call asks the server whether it takes frames (docs/decisions/0028-framed.md).
 */
export class FramedCalls {
  readonly #client: KinesisClient
  #areTaken = false

  constructor(client: KinesisClient) {
    this.#client = client
  }

  /** Whether the server has said so last. */
  get areTaken(): boolean {
    return this.#areTaken
  }

  /** Makes an ordinary command ask whether frames are taken. A client that is set to another protocol than JSON stays with that. */
  asking<Command extends SdkCommand>(command: Command): Command {
    let speaksJson = false
    addHooks(command, {
      request: ({ headers }) => {
        speaksJson = headers['content-type'] === jsonType
        if (speaksJson) headers.accept = accepted
      },
      response: (response) => {
        if (speaksJson) this.#learn(response)
      },
    })
    return command
  }

  /**
   * Sends a framed body instead of what the command says.
   * @param send sends the command
   * @returns the answer; undefined if the server does not know frames (any more): then it has done nothing
   * @throws what the SDK throws; FRAMED_ANSWER_UNREADABLE
   */
  async call<Command extends SdkCommand>(
    command: Command,
    body: Buffer,
    send: (command: Command) => Promise<unknown>,
  ): Promise<FramedBody | undefined> {
    let answer: Uint8Array | undefined
    let isRefused = false
    addHooks(command, {
      request: (request) => {
        delete request.headers['content-length']
        Object.assign(request.headers, { accept: accepted, 'content-type': framedType })
        request.body = body
      },
      response: async (response) => {
        isRefused = this.#learn(response) === 'not taken' && response.statusCode >= 400
        answer = await this.#take(response)
      },
    })
    try {
      await send(command)
    } catch (error) {
      if (isRefused) return undefined
      throw error
    }
    const parts = answer && partsOfFramed(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength))
    if (parts === undefined) throw framedAnswerUnreadable()
    return parts
  }

  /** Who takes frames says so in every answer. Whoever fails in front of it, with a 5xx, does not, and is no reason to think again. */
  #learn({ statusCode, headers }: SdkResponse): 'taken' | 'not taken' | 'unknown' {
    const takes = headers['accept-post']?.includes(framedType) === true
    if (!takes && statusCode >= 500) return 'unknown'
    this.#areTaken = takes
    return takes ? 'taken' : 'not taken'
  }

  /** Takes a framed answer out of the response, and leaves the SDK an empty one. */
  async #take(response: SdkResponse): Promise<Uint8Array | undefined> {
    const { statusCode, headers } = response
    if (statusCode !== 200 || headers['content-type'] !== framedType) return undefined
    const answer = await this.#client.config.streamCollector(response.body)
    headers['content-type'] = jsonType
    response.body = empty
    return answer
  }
}
