export type { QueueClient, QueueMessage } from './queue-client.ts'
export { Requester, type RequesterOptions } from './requester.ts'
export { type RespondOptions, respond } from './respond.ts'
