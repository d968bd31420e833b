/* Apart from the rest of the agent, as it needs @aws-sdk/client-firehose. */
export { type BatchClient, FirehoseSink, type FirehoseSinkOptions } from './firehose-sink.ts'
