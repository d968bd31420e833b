import { CodedError } from '../base/index.ts'

export type AgentErrorCode = 'AGENT_CONFIG_INVALID' | 'AGENT_CHECKPOINT_UNREADABLE'

/** @param where `flows[0].maxBufferAgeMillis` */
export const configInvalid = (where: string, what: string): CodedError<AgentErrorCode> =>
  new CodedError('AGENT_CONFIG_INVALID', `${where}: ${what}`)

export const checkpointUnreadable = (path: string): CodedError<AgentErrorCode> =>
  new CodedError(
    'AGENT_CHECKPOINT_UNREADABLE',
    `${path} is no checkpoint of an agent: move it away to begin anew, or put the right file there`,
  )
