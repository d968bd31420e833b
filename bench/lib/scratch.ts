import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/* Inside the project: the system's temporary folder is often memory, where a sync costs nothing. */
const parent = fileURLToPath(new URL('../../.cache/bench', import.meta.url))

/** An empty folder on the disk that the project is on, gone again when its block ends. */
export class Scratch {
  readonly path: string

  constructor() {
    mkdirSync(parent, { recursive: true })
    this.path = mkdtempSync(`${parent}/`)
  }

  join(name: string): string {
    return join(this.path, name)
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
