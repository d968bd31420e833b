/** One call of a Kinesis operation, JSON 1.1, for the set-up of a bench. @throws Error when the answer is not 200 */
export async function kinesisCall<Output>(url: string, operation: string, input: object): Promise<Output> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `Kinesis_20131202.${operation}`,
      'X-Amz-Date': '20240101T000000Z',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240101/us-east-1/kinesis/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=0',
    },
    body: JSON.stringify(input),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${body}`)
  return (body === '' ? {} : JSON.parse(body)) as Output
}
