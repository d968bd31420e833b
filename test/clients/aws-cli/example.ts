/*
 * The shell example of the repository, as a user runs it.
 *
 *   node example.ts FOLDER_OF_THE_AWS_COMMAND ENDPOINT
 */
import { equal } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { step } from '../steps.ts'

const [awsFolder = '', endpoint = ''] = process.argv.slice(2)
const example = fileURLToPath(new URL('../../../examples/01-put-and-get.sh', import.meta.url))

await step('examples/01-put-and-get.sh gets what it put, in its order', () => {
  const env = { ...process.env, PATH: `${awsFolder}${delimiter}${process.env.PATH}` }
  const { status, stdout, stderr } = spawnSync('sh', [example, endpoint], { encoding: 'utf8', env })
  equal(status, 0, stderr)
  equal(stdout.split('\n').slice(-5).join('\n'), 'ACTIVE\nuser signup\nuser login\nuser logout\n')
})
