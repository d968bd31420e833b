import { authorizationFor } from './http-request.ts'

/** One call of an operation of SQS, JSON 1.0, for the set-up of a bench. @throws Error when the answer is not 200 */
export async function sqsCall<Output>(url: string, operation: string, input: object): Promise<Output> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AmazonSQS.${operation}`,
      /* By which moto finds the service. */
      Authorization: authorizationFor('sqs'),
    },
    body: JSON.stringify(input),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${body}`)
  return (body === '' ? {} : JSON.parse(body)) as Output
}
