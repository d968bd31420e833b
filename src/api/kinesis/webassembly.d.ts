/* The part of WebAssembly's JavaScript interface that kernels need: TypeScript has it with the types of browsers only. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number })
    readonly buffer: ArrayBuffer
    /** @returns the size before, in pages of 64 KiB */
    grow(pages: number): number
  }
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>)
    readonly exports: Record<string, unknown>
  }
  class Global {
    readonly value: unknown
  }
}
