/** One call of an operation of SNS, Query protocol, for the set-up of a bench. @returns the XML. @throws Error when the answer is not 200 */
export async function snsCall(
  url: string,
  operation: string,
  input: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20240101/us-east-1/sns/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=0',
    },
    body: new URLSearchParams({ Action: operation, Version: '2010-03-31', ...input }),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${body}`)
  return body
}
