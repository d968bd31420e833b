import { fileURLToPath } from 'node:url'

/**
 * The file that a worker thread starts with. Sources run as they are, and what is published is compiled: the ending follows that of
 * the module which asks.
 * @param module beside the asking one, without an ending: `./module-worker`
 * @param asking its `import.meta.url`
 */
export function workerFile(module: string, asking: string): string {
  const ending = new URL(asking).pathname.endsWith('.ts') ? '.ts' : '.js'
  return fileURLToPath(new URL(`${module}${ending}`, asking))
}
