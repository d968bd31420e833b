/*
 * The Kinesis Producer Library and the Kinesis Client Library against a server, the leases in a DynamoDB of this process.
 *
 *   node main.ts ENDPOINT CACHE_FOLDER CLASSES CLASSPATH_FILE
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'

const [endpoint = '', cache = '', classes = '', classpathFile = ''] = process.argv.slice(2)

/** Tables are ready at once. */
const tableTimes = { createTableMs: 1, updateTableMs: 1 }
const dynalite: (options: typeof tableTimes) => Server = createRequire(`${cache}/`)('dynalite')
const dynamo = dynalite(tableTimes).listen(0, '127.0.0.1')
await once(dynamo, 'listening')
const dynamoEndpoint = `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`

const args = [
  /* What the libraries say of themselves, for whoever has to find out why a step fails. */
  `-Dorg.slf4j.simpleLogger.logFile=${cache}/kcl.log`,
  ...['-cp', `${classes}:${readFileSync(classpathFile, 'utf8')}`, 'clients.Main'],
  ...[endpoint, dynamoEndpoint, `${cache}/kpl`],
]
const [exitCode] = await once(spawn('java', args, { stdio: 'inherit' }), 'exit')
process.exit(exitCode ?? 1)
