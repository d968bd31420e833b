import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import type { ClientSuite, Command, Endpoints } from './suites.ts'

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** What an AWS client finds in its environment; nothing of the user's own account reaches the tests. */
const awsEnvironment = {
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_PAGER: '',
}

/**
 * Runs one suite, prints what it prints, and counts its steps. A suite that says nothing has failed.
 * @returns whether it could be run
 */
export async function runSuite(suite: ClientSuite, endpoints: Endpoints, tally: Tally): Promise<boolean> {
  console.log(`\n${suite.name}`)
  if (suite.platform !== undefined && suite.platform !== process.platform) {
    console.log(`skipped: it is for ${suite.platform} only`)
    tally.skipped++
    return false
  }
  const absent = suite.needs.filter((program) => !isInstalled(program))
  if (absent.length > 0) {
    console.log(`skipped: this machine has no ${absent.join(', no ')}`)
    tally.skipped++
    return false
  }
  for (const command of suite.prepare) {
    const { exitCode, output } = await prepare(command)
    if (exitCode !== 0) {
      console.log(`not ok preparing (${command.program} ended with ${exitCode}): ${output.slice(-2000)}`)
      tally.failed++
      return false
    }
  }
  const { exitCode, output } = await run(suite.run(endpoints), suite.account)
  console.log(output.trimEnd())
  const passed = output.match(/^ok /gm)?.length ?? 0
  const failed = output.match(/^not ok /gm)?.length ?? 0
  tally.passed += passed
  tally.failed += failed
  if (failed === 0 && (exitCode !== 0 || passed === 0)) {
    console.log(`not ok: ended with ${exitCode}`)
    tally.failed++
  }
  return true
}

/** What has been prepared for an earlier suite is ready. */
const prepared = new Map<string, ReturnType<typeof run>>()

function prepare(command: Command): ReturnType<typeof run> {
  const key = JSON.stringify(command)
  const running = prepared.get(key) ?? run(command, '')
  prepared.set(key, running)
  return running
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(`${folder}/${program}`))
}

function run(
  { program, args }: Command,
  account: string,
): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...awsEnvironment, AWS_ACCESS_KEY_ID: account },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', (error) => resolve({ exitCode: -1, output: error.message }))
    child.on('close', (exitCode) => resolve({ exitCode, output }))
  })
}
