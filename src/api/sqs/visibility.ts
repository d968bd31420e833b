/** Seconds. The source of the range is the API reference of ChangeMessageVisibility; the text is ours, on AWS's pattern. */
export const visibilityRange = { min: 0, max: 43_200, reason: 'Must be between 0 and 43200, if provided.' }
