import type { PlainTexts } from '../../src/sqs-layer/index.ts'

/** Texts as they would come in a request. */
export function plainTextsOf(texts: readonly string[]): PlainTexts {
  return {
    count: texts.length,
    sizeOf: (i) => Buffer.byteLength(texts[i]!),
    isUnescaped: () => false,
    writeText: (i, target, at) => at + target.write(texts[i]!, at),
  }
}
