import { fileURLToPath } from 'node:url'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
}

/** One client program. It prints `ok NAME` or `not ok NAME: why` for each of its steps. */
export interface ClientSuite {
  readonly name: string
  /** Programs that the machine must have; the suite is skipped where one is absent. */
  readonly needs: readonly string[]
  /** Makes the program ready: installs pinned packages, compiles. Cheap when it has been done before. */
  readonly prepare: readonly Command[]
  readonly run: (endpoint: string) => Command
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const virtualEnvironment = fileURLToPath(new URL('../../.cache/clients/venv', import.meta.url))
const pythonProgram = `${virtualEnvironment}/bin/python`

const pythonPackages: Command[] = [
  { program: 'python3', args: ['-m', 'venv', virtualEnvironment] },
  {
    program: pythonProgram,
    args: [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '-r',
      `${folder}python/requirements.txt`,
    ],
  },
]

function awsCli(name: string, ...mode: string[]): ClientSuite {
  const walkthrough = `${folder}aws-cli/walkthrough.ts`
  return {
    name,
    needs: ['python3'],
    prepare: pythonPackages,
    run: (endpoint) => ({
      program: process.execPath,
      args: [walkthrough, `${virtualEnvironment}/bin/aws`, endpoint, ...mode],
    }),
  }
}

function javascript(name: string, file: string, ...args: string[]): ClientSuite {
  return {
    name,
    needs: [],
    prepare: [],
    run: (endpoint) => ({
      program: process.execPath,
      args: [`${folder}javascript/${file}`, endpoint, ...args],
    }),
  }
}

const classpathFile = `${folder}java/target/classpath.txt`

/** Compiles, and writes where the jars are in the form of an argument file of `java`. */
const javaBuild: Command = {
  program: 'mvn',
  args: [
    ...['--quiet', '--batch-mode', '--file', `${folder}java/pom.xml`],
    ...['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${classpathFile}`],
  ],
}

function java(name: string, streamName: string, ...properties: string[]): ClientSuite {
  return {
    name,
    needs: ['java', 'mvn'],
    prepare: [javaBuild],
    run: (endpoint) => ({
      program: 'sh',
      args: [
        '-c',
        `exec java ${properties.join(' ')} -cp "$0:$(cat "$1")" clients.Walkthrough "$2" "$3"`,
        ...[`${folder}java/target/classes`, classpathFile, endpoint, streamName],
      ],
    }),
  }
}

export const clientSuites: readonly ClientSuite[] = [
  awsCli('aws-cli'),
  {
    name: 'aws-cli-example',
    needs: ['python3', 'sh'],
    prepare: pythonPackages,
    run: (endpoint) => ({
      program: process.execPath,
      args: [`${folder}aws-cli/example.ts`, `${virtualEnvironment}/bin`, endpoint],
    }),
  },
  {
    name: 'python-boto3',
    needs: ['python3'],
    prepare: pythonPackages,
    run: (endpoint) => ({ program: pythonProgram, args: [`${folder}python/walkthrough.py`, endpoint] }),
  },
  {
    name: 'aws-cli-sqs',
    needs: ['python3'],
    prepare: pythonPackages,
    run: (endpoint) => ({
      program: process.execPath,
      args: [`${folder}aws-cli/sqs.ts`, `${virtualEnvironment}/bin/aws`, endpoint],
    }),
  },
  {
    name: 'python-boto3-sqs',
    needs: ['python3'],
    prepare: pythonPackages,
    run: (endpoint) => ({ program: pythonProgram, args: [`${folder}python/sqs.py`, endpoint] }),
  },
  javascript('javascript-sdk-http2', 'sdk.ts', 'h2'),
  javascript('javascript-sdk-http1', 'sdk.ts', 'h1'),
  javascript('cbor-by-hand', 'cbor.ts'),
  java('java-sdk-http2-cbor', 'java-cbor'),
  java('java-sdk-http2-json', 'java-json', '-Daws.cborEnabled=false'),
  {
    name: 'go-sdk',
    needs: ['go'],
    prepare: [],
    run: (endpoint) => ({ program: 'go', args: ['-C', `${folder}go`, 'run', '.', endpoint] }),
  },
]

/** What the first suite has written is still there after the server was killed and started again. */
export const suiteAfterRestart = awsCli('aws-cli-after-kill-9', '--read-only')
