/*
 * Writes our copy of a service model, facts only, and the TypeScript types of its operations:
 *
 *   npm run models                         takes the newest botocore package from PyPI (needs pip)
 *   npm run models -- path/service-2.json  takes a model from a file: botocore's own, gzipped or not, or a reduced one
 *
 * The facts of an interface are its names, types and limits. The prose of the model stays where it is.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { reduceModel } from './models/reduce.ts'
import { shapesSource } from './models/shapes-source.ts'

const services = [{ folder: 'src/api/kinesis', botocore: 'kinesis/2013-12-02' }]

const { positionals } = parseArgs({ allowPositionals: true })

for (const { folder, botocore } of services) {
  const model = reduceModel(JSON.parse(positionals[0] ? readModel(positionals[0]) : downloadModel(botocore)))
  writeFileSync(path.join(folder, 'model.json'), `${JSON.stringify(model, undefined, 1)}\n`)
  writeFileSync(path.join(folder, 'shapes.ts'), shapesSource(model))
  execFileSync('npx', ['biome', 'format', '--write', path.join(folder, 'shapes.ts')])
  console.log(`${folder}: ${Object.keys(model.operations).length} operations`)
}

function readModel(file: string): string {
  const bytes = readFileSync(file)
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
}

/** pip fetches and checks the wheel, which is a zip file; Python is there when pip is, and unpacks it. */
function downloadModel(service: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'models-'))
  try {
    execFileSync('pip', ['download', '--no-deps', '--quiet', '--dest', directory, 'botocore'])
    const read = `import glob, sys, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])
sys.stdout.buffer.write(wheel.read('botocore/data/' + sys.argv[2] + '/service-2.json.gz'))`
    const options = { maxBuffer: 64 * 1024 * 1024 }
    return gunzipSync(execFileSync('python3', ['-c', read, directory, service], options)).toString()
  } finally {
    rmSync(directory, { recursive: true })
  }
}
