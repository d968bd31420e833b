import { invalidSetting } from '../errors.ts'

export interface Hints {
  readonly SizeInMBs?: number | undefined
  readonly IntervalInSeconds?: number | undefined
}

/** Both are there. */
export type CompleteHints = { readonly [Name in keyof Hints]-?: number }

const mebibyte = 1024 * 1024

/** What AWS takes for a kind of destination. The model has the ranges, so they are not in here. */
export interface HintDefaults {
  readonly sizeInMBs: number
  readonly intervalInSeconds: number
}

/**
 * The hints with the defaults of their destination. Source: API_BufferingHints ("If you specify a value for one of them,
 * you must also provide a value for the other"); the text is ours.
 * @throws FIREHOSE_SETTING_INVALID
 */
export function completeHints(
  given: Hints = {},
  { sizeInMBs, intervalInSeconds }: HintDefaults,
): CompleteHints {
  const { SizeInMBs, IntervalInSeconds } = given
  if ((SizeInMBs === undefined) !== (IntervalInSeconds === undefined))
    throw invalidSetting('BufferingHints must have both SizeInMBs and IntervalInSeconds, or neither.')
  return { SizeInMBs: SizeInMBs ?? sizeInMBs, IntervalInSeconds: IntervalInSeconds ?? intervalInSeconds }
}

/** @param hints as `completeHints` makes them */
export function bufferOf(hints: Hints): { bufferBytes: number; bufferMs: number } {
  const { SizeInMBs, IntervalInSeconds } = hints as CompleteHints
  return { bufferBytes: SizeInMBs * mebibyte, bufferMs: IntervalInSeconds * 1000 }
}
