/*
 * Runs the benches one after the other, each in a process of its own: all of them, or those named.
 *
 *   npm run bench [-- name ...] [--smoke] [options of the bench]
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ending = '.bench.ts'
const folder = fileURLToPath(new URL('.', import.meta.url))
const all = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length))

const args = process.argv.slice(2)
const firstOption = args.findIndex((arg) => arg.startsWith('--'))
const named = firstOption < 0 ? args : args.slice(0, firstOption)
const options = firstOption < 0 ? [] : args.slice(firstOption)
const unknown = named.filter((name) => !all.includes(name))

if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(', ')}; there are: ${all.join(', ')}`)
  process.exit(2)
}

const failed = (named.length > 0 ? named : all).filter((name) => {
  console.error(`\n== ${name}`)
  return spawnSync(process.execPath, [folder + name + ending, ...options], { stdio: 'inherit' }).status !== 0
})
console.error(failed.length === 0 ? '\nall benches ran' : `\ndid not run to the end: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
