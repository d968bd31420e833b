export interface Invocation {
  /** JSON text. Left as it is. */
  readonly payload: Uint8Array
  /** The ARN by which it is called, if it is called by one. */
  readonly invokedArn?: string
  readonly qualifier?: string
  /** Ends the call, with the signal's reason. */
  readonly signal: AbortSignal
  /** From now on; the signal ends the call then. For the function to see. */
  readonly timeoutMs: number
}

/** A function as the product sees it, wherever it runs. */
export interface LambdaFunction {
  /**
   * @returns JSON text, in a buffer of its own
   * @throws CodedError FUNCTION_…, or the signal's reason
   */
  invoke(invocation: Invocation): Promise<Buffer>
  close(): Promise<void>
}

/** Of a synchronous invocation. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (6 MB each way) */
export const requestSizeMax = 6_291_456
/** AWS's error text for larger answers names this: 100 bytes more than of requests. */
export const responseSizeMax = 6_291_556
