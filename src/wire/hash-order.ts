/** Buckets of the hash set in which AWS seems to keep the values of an enum. */
const buckets = 32

/**
 * The values of an enum in the order in which AWS's messages list them: that of a Java hash set, it seems. It fits the
 * lists that users have published: [B, N, S] (https://github.com/aws/aws-sdk-js/issues/979) and [SUPPRESS, RESEND]
 * (https://github.com/awsdocs/aws-doc-sdk-examples/pull/891).
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
