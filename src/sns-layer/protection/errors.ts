import { CodedError } from '../../base/index.ts'

/* Texts ours, all of them: AWS's could not be found. */
export type ProtectionErrorCode = 'DATA_PROTECTION_POLICY_INVALID' | 'MESSAGE_DATA_DENIED'

/** @param reason a sentence */
export const invalidDataProtection = (reason: string): CodedError<ProtectionErrorCode> =>
  new CodedError(
    'DATA_PROTECTION_POLICY_INVALID',
    `Invalid parameter: DataProtectionPolicy Reason: ${reason}`,
  )

/** @param identifier what was found: `EmailAddress` */
export const deniedData = (identifier: string): CodedError<ProtectionErrorCode> =>
  new CodedError(
    'MESSAGE_DATA_DENIED',
    `The message is denied by the data protection policy of the topic: it contains data of the type ${identifier}`,
  )
