/*
 * Runs before `npm start` and `npm test`: installs the locked dependencies when they are missing or older than the
 * lock file, so that a fresh clone needs no other command. Plain JavaScript for whatever Node is on the machine;
 * the runtime that the other scripts use (node@24) is one of the dependencies it installs.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const installed = `${root}node_modules/.package-lock.json`
const lock = `${root}package-lock.json`

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error('millrace: installing dependencies (once) ...')
  // `npm ci` empties node_modules first, where the Node that runs this may be from: only when nothing is there yet.
  const install = existsSync(installed) ? ['install', '--no-save'] : ['ci']
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, [...install, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(
      `millrace: npm ${install.join(' ')} failed; run it by hand in the project folder to see why`,
    )
    process.exit(status ?? 1)
  }
}
