/*
 * `npm run kernels` compiles kernels/*.ts, which is AssemblyScript, to WebAssembly inside a TypeScript module, so that
 * running and packing need no file but sources. `npm run kernels -- --check` says whether what is there is what it
 * would write. The compiler is fetched by npx: it is 100 MB that nobody needs who does not change a kernel.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const compiler = 'assemblyscript@0.28.20'
const kernels = [
  { source: 'kernels/put-body.ts', target: 'src/api/kinesis/put-body.wasm.ts' },
  { source: 'kernels/put-results.ts', target: 'src/api/kinesis/put-results.wasm.ts' },
  { source: 'kernels/get-records.ts', target: 'src/api/kinesis/get-records.wasm.ts' },
  { source: 'kernels/json-marks.ts', target: 'src/api/sqs/json-marks.wasm.ts' },
  { source: 'kernels/md5.ts', target: 'src/sqs-layer/message/md5.wasm.ts' },
  { source: 'kernels/xxh64.ts', target: 'src/log/xxh64.wasm.ts' },
]
const options = [
  '-O3',
  '--runtime',
  'stub',
  '--importMemory',
  '--noAssert',
  '--enable',
  'simd',
  '--enable',
  'relaxed-simd',
  '--enable',
  'bulk-memory',
]
const lineLength = 100

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')

for (const { source, target } of kernels) {
  const module = moduleOf(source, compile(source))
  if (!check) writeFileSync(join(root, target), module)
  else if (readFileSync(join(root, target), 'utf8') !== module) {
    console.error(`${target} is not what ${source} compiles to: run npm run kernels`)
    process.exitCode = 1
  }
}

function compile(source) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-kernels-'))
  try {
    const binary = join(folder, 'kernel.wasm')
    const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
    const parts = ['--yes', '--package', compiler, 'asc', source, ...options, '--outFile', binary]
    execFileSync(npx, parts, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    })
    return readFileSync(binary)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function moduleOf(source, binary) {
  const lines = binary.toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return [
    `/* Generated from ${source} by \`npm run kernels\`: WebAssembly in base64, ${binary.length} bytes. */`,
    'export const wasm =',
    `  '${lines.join("' +\n  '")}'`,
    '',
  ].join('\n')
}
