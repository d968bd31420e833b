/*
 * SQS with the JavaScript SDK v3: node main.ts ENDPOINT.
 */
import { SQSClient } from '@aws-sdk/client-sqs'
import { consumerSteps } from './consumer.ts'
import { messageSteps } from './messages.ts'
import { queueSteps } from './queues.ts'
import { redriveSteps } from './redrive.ts'

const [endpoint = ''] = process.argv.slice(2)
const client = new SQSClient({ endpoint, region: 'us-east-1' })

for (const part of [queueSteps, messageSteps, redriveSteps, consumerSteps]) await part(client)
client.destroy()
