/**
 * Starts the WebAssembly of a kernel (kernels/) on `memory`.
 * @param wasm in base64
 * @returns its functions, and its constants, which come as globals
 */
export function startKernel<Functions, Constant extends string>(
  wasm: string,
  memory: WebAssembly.Memory,
): { functions: Functions; constants: Record<Constant, number> } {
  const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const constants: Record<string, number> = {}
  for (const [name, value] of Object.entries(exports)) {
    if (value instanceof WebAssembly.Global) constants[name] = value.value as number
  }
  return { functions: exports as Functions, constants: constants as Record<Constant, number> }
}
