/** A function that does nothing with a vector. Source of the form: WebAssembly Core Specification 2.0, 5. */
const vectorModule = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0], // a type: () => ()
  ...[3, 2, 1, 0], // a function of it
  ...[10, 9, 1, 7, 0, 0x41, 0, 0xfd, 15, 0x1a, 0x0b], // i32.const 0, i8x16.splat, drop
)

/** Whether kernels with vectors (SIMD) can be started here: V8 has none on processors without SSE 4.1. */
export const hasVectors = isModule(vectorModule)

function isModule(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    new WebAssembly.Module(bytes)
    return true
  } catch {
    return false
  }
}

/** A kernel is compiled once, however many memories it is started on. */
const modules = new Map<string, WebAssembly.Module>()

function moduleOf(wasm: string): WebAssembly.Module {
  const known = modules.get(wasm)
  if (known !== undefined) return known
  const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'))
  modules.set(wasm, module)
  return module
}

/**
 * Starts the WebAssembly of a kernel (kernels/) on `memory`.
 * @param wasm in base64
 * @returns its functions, and its constants, which come as globals
 */
export function startKernel<Functions, Constant extends string>(
  wasm: string,
  memory: WebAssembly.Memory,
): { functions: Functions; constants: Record<Constant, number> } {
  const { exports } = new WebAssembly.Instance(moduleOf(wasm), { env: { memory } })
  const constants: Record<string, number> = {}
  for (const [name, value] of Object.entries(exports)) {
    if (value instanceof WebAssembly.Global) constants[name] = value.value as number
  }
  return { functions: exports as Functions, constants: constants as Record<Constant, number> }
}
