/** One match of each pattern of the model. */
const samples = [
  '0',
  'a',
  'aaaaaaaaaaaaaaaaaaaa-aaa',
  '123456789012',
  'arn:aws:s3:::bucket',
  'arn:aws:kinesis:us-east-1:123456789012:stream/a',
  'arn:aws:kinesis:us-east-1:123456789012:channel/a',
  'arn:aws:kinesis:us-east-1:123456789012:queue/a',
  'arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/a:1',
  'arn:aws:glue:us-east-1:123456789012:schema/a/a',
  'arn:aws:iam::123456789012:role/a',
  'arn:aws:s3tables:us-east-1:123456789012:bucket/abc',
]

/** A text that matches, the longest there is. */
export function sampleOf(pattern: RegExp): string {
  const sample = samples.findLast((text) => pattern.test(text))
  if (sample === undefined) throw new Error(`add a sample of ${pattern.source}`)
  return sample
}
