import { CodedError } from '../base/index.ts'

/** What is wrong with one entry. Texts ours: nobody has published AWS's. */
export type StreamReceiptErrorCode = 'STREAM_RECEIPT_INVALID' | 'STREAM_RECORD_NOT_HELD'

export const invalidStreamReceipt = (): CodedError<StreamReceiptErrorCode> =>
  new CodedError('STREAM_RECEIPT_INVALID', 'The receipt handle is not one of this queue.')

export const recordNotHeld = (): CodedError<StreamReceiptErrorCode> =>
  new CodedError(
    'STREAM_RECORD_NOT_HELD',
    'The record is not in flight under this receipt handle any more: it has been acknowledged, restored or received again, ' +
      'has become a dead-letter record, or its visibility timeout has expired.',
  )
