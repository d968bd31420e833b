/** Source: OptInPhoneNumber in the API reference: "only once every 30 days". */
export const optInPauseMs = 30 * 24 * 3_600_000

/** Source: SNS Developer Guide, "Using the Amazon SNS SMS sandbox": 10 numbers. */
export const sandboxNumbersMax = 10

/** Source: the same: a number can be deleted 24 hours after it was verified, or that was tried. */
export const sandboxDeletePauseMs = 24 * 3_600_000

/** Ours: AWS does not say for how long a code is good, and how often it may be wrong. A guess is right with 5 in a million. */
export const codeLifeMs = 15 * 60_000
export const wrongCodesMax = 5

/** Source: Publish in the API reference: "The total size limit for a single SMS Publish action is 1,600 characters." */
export const smsLengthMax = 1600

/** Numbers that an account is told to have opted out, about 100 MB. Ours. Beyond it the oldest are kept and new ones refused by the gateway each time. */
export const optedOutMax = 1_000_000
