declare module 'sns-validator' {
  export default class MessageValidator {
    constructor(hostPattern?: RegExp, encoding?: string)
    validate(
      message: string | Record<string, unknown>,
      done: (error: Error | null, message?: Record<string, unknown>) => void,
    ): void
  }
}
