#!/usr/bin/env node
/*
 * The `millrace` command. The one file here that is no TypeScript: it switches the compile cache on before anything
 * else is loaded, and a .ts file would first load Node's type stripper, a quarter of the whole start. With the cache
 * on, stripped files come out of it too.
 */
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { run } = await import('./run.ts')
await run(process.argv.slice(2))
