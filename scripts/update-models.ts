/*
 * Writes our copy of a service model, facts only, and the TypeScript types of its operations:
 *
 *   npm run models                             takes the newest botocore package from PyPI (needs pip)
 *   npm run models -- sqs path/service-2.json  takes one service's from a file: botocore's own, gzipped or not, or reduced
 *
 * The facts of an interface are its names, types and limits. The prose of the model stays where it is.
 *
 * SQS speaks Query beside JSON, and its model has been that of the JSON protocol since November 2023: the names that
 * Query has, its error codes and its XML namespace are in models/sqs-query.json. They come from the last model of the
 * Query protocol (botocore 1.31.60), and for shapes and errors that are younger from the model as
 * https://github.com/aws/aws-sdk-js-v3/blob/main/clients/client-sqs/src/schemas/schemas_0.ts has it.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { addQueryNames, readQueryNames } from './models/query-names.ts'
import { reduceModel } from './models/reduce.ts'
import { shapesSource } from './models/shapes-source.ts'

interface ModelSource {
  readonly service: string
  /** Absent for a service of ours: its model.json is written by hand, and only the types are made of it. */
  readonly botocore?: string
  /** A file of names for the Query protocol. */
  readonly queryNames?: string
  /** Where the types go, if not beside model.json: into the domain that keeps inputs as they are. */
  readonly types?: string
}

const sources: readonly ModelSource[] = [
  { service: 'kinesis', botocore: 'kinesis/2013-12-02' },
  { service: 'sqs', botocore: 'sqs/2012-11-05', queryNames: 'scripts/models/sqs-query.json' },
  { service: 'firehose', botocore: 'firehose/2015-08-04', types: 'src/firehose-sink' },
  { service: 'sns', botocore: 'sns/2010-03-31' },
  { service: 'leases' },
]

const { positionals } = parseArgs({ allowPositionals: true })
const [only, file] = positionals

for (const { service, botocore, queryNames, types } of sources) {
  if (only !== undefined && only !== service) continue
  const folder = `src/api/${service}`
  const given = file ?? (botocore === undefined ? path.join(folder, 'model.json') : undefined)
  const model = reduceModel(JSON.parse(given === undefined ? downloadModel(botocore!) : readModel(given)))
  if (queryNames !== undefined) addQueryNames(model, readQueryNames(queryNames))
  writeFileSync(path.join(folder, 'model.json'), `${JSON.stringify(model, undefined, 1)}\n`)
  const shapes = path.join(types ?? folder, 'shapes.ts')
  writeFileSync(shapes, shapesSource(model))
  execFileSync('npx', ['biome', 'format', '--write', shapes])
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
