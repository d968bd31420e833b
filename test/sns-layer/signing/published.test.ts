import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { createServer } from '../../../src/index.ts'
import { scratchFolder } from '../../cli/command.ts'
import { testCertificate } from './test-certificate.ts'
import { validatedBySnsValidator } from './validated-by-sns-validator.ts'

interface Received {
  readonly Messages?: readonly { readonly Body: string }[]
}

async function sqs(url: string, operation: string, input: object) {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) })
  return (await answer.json()) as Received
}

async function sns(url: string, parameters: Record<string, string>, method: 'GET' | 'POST' = 'POST') {
  const form = new URLSearchParams({ Version: '2010-03-31', ...parameters })
  return method === 'GET' ? await fetch(`${url}/?${form}`) : await fetch(url, { method, body: form })
}

test('a queue gets an envelope that sns-validator accepts, and its link to unsubscribe works in a browser', async () => {
  const folder = scratchFolder()
  mkdirSync(`${folder.path}/sns-signing`)
  for (const [name, pem] of Object.entries(testCertificate))
    writeFileSync(`${folder.path}/sns-signing/${name}.pem`, pem)
  const server = await createServer({ data: folder.path })
  onTestFinished(async () => {
    await server.close()
    folder[Symbol.dispose]()
  })
  const { url, port } = server
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:orders'
  const QueueUrl = `${url}/000000000000/subscribed`
  await sqs(url, 'CreateQueue', { QueueName: 'subscribed' })
  await sns(url, { Action: 'CreateTopic', Name: 'orders' })
  const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:subscribed'
  await sns(url, { Action: 'Subscribe', TopicArn, Protocol: 'sqs', Endpoint })
  await sns(url, { Action: 'Publish', TopicArn, Message: 'Grüße', Subject: 'Hello' })

  const { Messages = [] } = await sqs(url, 'ReceiveMessage', { QueueUrl })
  const envelope = JSON.parse(Messages[0]!.Body)
  expect(envelope).toMatchObject({ Type: 'Notification', TopicArn, Subject: 'Hello', Message: 'Grüße' })
  await expect(validatedBySnsValidator(Messages[0]!.Body, port)).resolves.toMatchObject(envelope)
  const changed = Messages[0]!.Body.replace('Grüße', 'Gruß')
  await expect(validatedBySnsValidator(changed, port)).rejects.toThrow('signature is invalid')
  const none = await fetch(`${url}/SimpleNotificationService-${'0'.repeat(32)}.pem`)
  expect(none.status).toBe(403)

  const opened = await fetch(envelope.UnsubscribeURL)
  expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining('UnsubscribeResponse')])
  const listed = await sns(url, { Action: 'ListSubscriptionsByTopic', TopicArn }, 'GET')
  expect(await listed.text()).not.toContain(Endpoint)
})
