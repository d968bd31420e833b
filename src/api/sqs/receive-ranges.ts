/** Source of the text: https://github.com/aws/aws-sdk-java/issues/197. */
export const countRange = { min: 1, max: 10, reason: 'Must be between 1 and 10, if provided.' }

/** Seconds. */
export const waitRange = { min: 0, max: 20, reason: 'Must be >= 0 and <= 20, if provided.' }
