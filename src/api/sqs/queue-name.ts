import { invalidParameter, invalidValue } from './errors.ts'

const standardName = /^[A-Za-z0-9_-]{1,80}$/
const fifoName = /^(?=.{6,80}$)[A-Za-z0-9_-]+\.fifo$/

/**
 * Checks the name of a queue to be made. Sources of the texts: https://github.com/jamesyonan/brenda/issues/19 and
 * https://github.com/aws-samples/aws-marketplace-serverless-saas-integration/issues/29.
 * @throws InvalidParameterValue
 */
export function checkQueueName(name: string, isFifo: boolean): void {
  if (isFifo) {
    if (!fifoName.test(name)) throw invalidFifoName()
  } else if (!standardName.test(name)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    )
  }
}

const invalidFifoName = () =>
  invalidParameter(
    'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, ' +
      'must end with .fifo suffix and be 1 to 80 in length.',
  )

/** An integer parameter within its range, if it is there. @throws InvalidParameterValue with `reason` */
export function checkRange(
  parameter: string,
  value: number | undefined,
  { min, max, reason }: { min: number; max: number; reason: string },
): void {
  if (value !== undefined && (value < min || value > max)) throw invalidValue(parameter, value, reason)
}
