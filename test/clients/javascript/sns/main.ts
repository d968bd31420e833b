/*
 * SNS with the JavaScript SDK v3: node main.ts ENDPOINT.
 */
import { SNSClient } from '@aws-sdk/client-sns'
import { SQS } from '@aws-sdk/client-sqs'
import { publishSteps } from './publishing.ts'
import { topicSteps } from './topics.ts'

const [endpoint = ''] = process.argv.slice(2)
const sns = new SNSClient({ endpoint, region: 'us-east-1' })
const sqs = new SQS({ endpoint, region: 'us-east-1' })

await topicSteps(sns)
await publishSteps(sns, sqs)
sns.destroy()
sqs.destroy()
