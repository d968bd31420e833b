/** Buckets of the hash set in which AWS keeps the values of an enum, as its messages show. */
const buckets = 32

/**
 * The values of an enum in the order in which AWS's messages list them: that of a Java hash set. It fits every list
 * recorded from Kinesis and DynamoDB, such as [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER,
 * TRIM_HORIZON] and the 13 comparison operators.
 */
export function inHashOrder(values: readonly string[]): string[] {
  return [...values].sort((a, b) => bucketOf(a) - bucketOf(b))
}

const bucketOf = (value: string) => javaHash(value) & (buckets - 1)

/** Java's String.hashCode: s[0] * 31^(n-1) + ... + s[n-1] in 32 bits. */
function javaHash(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
