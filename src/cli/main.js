#!/usr/bin/env node
/*
 * The `millrace` command. The one file here that is no TypeScript: a Node too old for the others can still say so, and
 * the compile cache is on before anything else is loaded. A .ts file would first load Node's type stripper, a quarter of
 * the whole start; with the cache on, stripped files come out of it too.
 */
import * as nodeModule from 'node:module'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`millrace: needs Node 22.18 or later; this is ${process.version}\n`)
  process.exit(1)
}

nodeModule.enableCompileCache()
const { run } = await import('./run.ts')
await run(process.argv.slice(2))
/* Node writes the cache at the end, to which a server that is killed does not come. 90 ms at the very first start, then 0.4. */
nodeModule.flushCompileCache()
