/** What goes to the thread that runs a function. */
export interface ModuleCall {
  readonly functionName: string
  readonly functionVersion: string
  readonly invokedFunctionArn: string
  readonly requestId: string
  readonly memoryMb: number
  readonly timeoutMs: number
  readonly module: string
  readonly handler: string
  readonly payload: Uint8Array<ArrayBuffer>
}

/** What comes back: the answer as JSON text, or what the function has thrown. */
export type ModuleAnswer =
  | Uint8Array<ArrayBuffer>
  | { readonly error: { readonly type: string; readonly message: string } }
