/** How callers name a function: the name, and an alias or a version if they ask for one. */
export interface FunctionReference {
  readonly name: string
  readonly qualifier?: string
}

/**
 * The forms that Lambda takes for FunctionName, which begin with nothing, an account, or a whole ARN. Account and region are
 * not looked at: functions are configured for the server.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName, Qualifier)
 */
const form =
  /^(?:(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]*:\d{12}:function:)|(?:\d{12}:function:)|function:)?([a-zA-Z0-9-_]{1,64})(?::(\$LATEST|[a-zA-Z0-9-_]{1,128}))?$/

/** @returns undefined for what names no function */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, name = '', qualifier] = match
  return qualifier === undefined ? { name } : { name, qualifier }
}
