import { fileURLToPath } from 'node:url'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
}

/** Servers that the clients call. */
export interface Endpoints {
  readonly server: string
  /** Where minutes are milliseconds: see hasty-server.ts. */
  readonly hasty: string
}

/** The clients that call every operation that works, and those that do not. */
export const wholeClients = ['boto3', 'JavaScript', 'Java', 'Go'] as const
export type ClientName = (typeof wholeClients)[number] | 'aws CLI' | 'by hand' | 'KCL, KPL' | 'own libraries'

/** One client program. It prints `ok NAME` or `not ok NAME: why` for each of its steps. */
export interface ClientSuite {
  readonly name: string
  readonly client: ClientName
  /** Its access key, and so its account: no suite sees the streams, the rates and the settings of another. */
  readonly account: string
  /** Programs that the machine must have; the suite is skipped where one is absent. */
  readonly needs: readonly string[]
  /** The only system that the client is made for; absent for those that do not care. */
  readonly platform?: NodeJS.Platform
  /** Makes the program ready: installs pinned packages, compiles. Cheap when it has been done before. */
  readonly prepare: readonly Command[]
  readonly run: (endpoints: Endpoints) => Command
}

type SuiteParts = Omit<ClientSuite, 'account'>

const folder = fileURLToPath(new URL('.', import.meta.url))
const cache = fileURLToPath(new URL('../../.cache/clients', import.meta.url))
const virtualEnvironment = `${cache}/venv`
const pythonProgram = `${virtualEnvironment}/bin/python`
const requirements = `${folder}python/requirements.txt`
const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]

const pythonPackages: Command[] = [
  { program: 'python3', args: ['-m', 'venv', virtualEnvironment] },
  { program: pythonProgram, args: install },
]

function awsCli(name: string, program: string, ...mode: string[]): SuiteParts {
  return {
    name,
    client: 'aws CLI',
    needs: ['python3'],
    prepare: pythonPackages,
    run: ({ server }) => ({
      program: process.execPath,
      args: [`${folder}aws-cli/${program}.ts`, `${virtualEnvironment}/bin/aws`, server, ...mode],
    }),
  }
}

/** @param service that has a folder of its own */
function boto3(service: string): SuiteParts {
  return {
    name: `python-boto3-${service}`,
    client: 'boto3',
    needs: ['python3'],
    prepare: pythonPackages,
    run: ({ server }) => ({
      program: pythonProgram,
      args: ['-B', `${folder}python/service.py`, server, service],
    }),
  }
}

function javascript(name: string, transport: 'h1' | 'h2'): SuiteParts {
  return {
    name,
    client: 'JavaScript',
    needs: [],
    prepare: [],
    run: ({ server, hasty }) => ({
      program: process.execPath,
      args: [`${folder}javascript/main.ts`, server, hasty, transport],
    }),
  }
}

/** @param service that has a folder of its own */
function javascriptService(service: string): SuiteParts {
  return {
    name: `javascript-sdk-${service}`,
    client: 'JavaScript',
    needs: [],
    prepare: [],
    run: ({ server }) => ({
      program: process.execPath,
      args: [`${folder}javascript/${service}/main.ts`, server],
    }),
  }
}

const classesOf = (project: string) => `${folder}${project}/target/classes`
const classpathFileOf = (project: string) => `${folder}${project}/target/classpath.txt`

/** Compiles, and writes where the jars are in the form of an argument of `java`. */
function mavenBuild(project: string): Command {
  return {
    program: 'mvn',
    args: [
      ...['--quiet', '--batch-mode', '--file', `${folder}${project}/pom.xml`],
      ...['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${classpathFileOf(project)}`],
    ],
  }
}

function java(name: string, main: string, ...properties: string[]): SuiteParts {
  return {
    name,
    client: 'Java',
    needs: ['java', 'mvn'],
    prepare: [mavenBuild('java')],
    run: ({ server, hasty }) => ({
      program: 'sh',
      args: [
        '-c',
        `exec java ${properties.join(' ')} -cp "$0:$(cat "$1")" clients.${main} "$2" "$3"`,
        ...[classesOf('java'), classpathFileOf('java'), server, hasty],
      ],
    }),
  }
}

/** A DynamoDB for the leases of the KCL. Apart from the project's own packages: nobody else needs it. */
const dynalite: Command = {
  program: 'npm',
  args: [
    ...['install', '--prefix', cache, '--silent', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'],
    'dynalite@4.0.0',
  ],
}

function go(name: string, program: string): SuiteParts {
  return {
    name,
    client: 'Go',
    needs: ['go'],
    prepare: [],
    run: ({ server, hasty }) => ({
      program: 'go',
      args: ['-C', `${folder}go`, 'run', program, server, hasty],
    }),
  }
}

const cliWalkthrough = awsCli('aws-cli', 'walkthrough')

const parts: readonly SuiteParts[] = [
  cliWalkthrough,
  {
    name: 'aws-cli-example',
    client: 'aws CLI',
    needs: ['python3', 'sh'],
    prepare: pythonPackages,
    run: ({ server }) => ({
      program: process.execPath,
      args: [`${folder}aws-cli/example.ts`, `${virtualEnvironment}/bin`, server],
    }),
  },
  {
    name: 'python-sns-messaging',
    client: 'boto3',
    needs: ['python3'],
    prepare: pythonPackages,
    run: () => ({ program: process.execPath, args: [`${folder}messaging/main.ts`, pythonProgram] }),
  },
  {
    name: 'python-boto3',
    client: 'boto3',
    needs: ['python3'],
    prepare: pythonPackages,
    run: ({ server, hasty }) => ({
      program: pythonProgram,
      args: ['-B', `${folder}python/main.py`, server, hasty],
    }),
  },
  awsCli('aws-cli-sqs', 'sqs'),
  awsCli('aws-cli-firehose', 'firehose'),
  boto3('sqs'),
  boto3('sns'),
  boto3('firehose'),
  javascript('javascript-sdk-http2', 'h2'),
  javascript('javascript-sdk-http1', 'h1'),
  {
    name: 'cbor-by-hand',
    client: 'by hand',
    needs: [],
    prepare: [],
    run: ({ server }) => ({ program: process.execPath, args: [`${folder}javascript/cbor.ts`, server] }),
  },
  javascriptService('sqs'),
  javascriptService('sns'),
  javascriptService('firehose'),
  java('java-sdk-http2-cbor', 'Main'),
  java('java-sdk-http2-json', 'Main', '-Daws.cborEnabled=false'),
  java('java-sdk-sqs', 'sqs.Main'),
  go('go-sdk', '.'),
  go('go-sdk-sqs', './sqs'),
  {
    name: 'firehose-from-kafka',
    client: 'JavaScript',
    needs: ['java', 'mvn'],
    prepare: [mavenBuild('kafka')],
    run: () => ({
      program: process.execPath,
      args: [`${folder}kafka/main.ts`, classpathFileOf('kafka')],
    }),
  },
  {
    name: 'producer-and-aws-kinesis-agg',
    client: 'own libraries',
    needs: ['python3'],
    prepare: pythonPackages,
    run: ({ server }) => ({
      program: process.execPath,
      args: [`${folder}producer/main.ts`, pythonProgram, server],
    }),
  },
  {
    name: 'kcl-and-kpl',
    client: 'KCL, KPL',
    needs: ['java', 'mvn', 'npm'],
    platform: 'linux',
    prepare: [dynalite, mavenBuild('kcl')],
    run: ({ server }) => ({
      program: process.execPath,
      args: [`${folder}kcl/main.ts`, server, cache, classesOf('kcl'), classpathFileOf('kcl')],
    }),
  },
  {
    name: 'kcl-and-consumer-share-leases',
    client: 'KCL, KPL',
    needs: ['java', 'mvn', 'npm'],
    prepare: [dynalite, mavenBuild('kcl')],
    run: ({ server }) => ({
      program: process.execPath,
      args: [`${folder}kcl/sharing.ts`, server, cache, classesOf('kcl'), classpathFileOf('kcl')],
    }),
  },
]

const firstAccount = 100_000_000_000

export const clientSuites: readonly ClientSuite[] = parts.map((suite, i) => ({
  ...suite,
  account: String(firstAccount + i),
}))

/** What the first suite has written is still there after the server was killed and started again. */
export const suiteAfterRestart: ClientSuite = {
  ...awsCli('aws-cli-after-kill-9', 'walkthrough', '--read-only'),
  account: String(firstAccount + parts.indexOf(cliWalkthrough)),
}
