import { type Chunk, frameHeaderSize, frameLength, type LogId, type LogStore } from '../../src/log/index.ts'

/** The payloads of `chunks` as texts. */
export function textsOf(chunks: readonly Chunk[]): string[] {
  const texts: string[] = []
  for (const { count, frames } of chunks) {
    let at = 0
    for (let i = 0; i < count; i++) {
      const start = at + frameHeaderSize
      at = start + frameLength(frames, at)
      texts.push(frames.toString('utf8', start, at))
    }
  }
  return texts
}

/** The whole log from `from` on, read in steps of `bytes`. */
export async function readTexts(store: LogStore, log: LogId, from = 0, bytes = 1 << 20): Promise<string[]> {
  const texts: string[] = []
  let next = from
  for (;;) {
    const batch = await store.read(log, next, { bytes })
    if (batch.chunks.length === 0) return texts
    texts.push(...textsOf(batch.chunks))
    next = batch.next
  }
}
