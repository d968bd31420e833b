/*
 * Every operation that works is called by real clients, and the run counts the answers (`npm run test:clients`). This holds
 * that no operation is forgotten where nothing of that is installed: it looks for the calls in the sources.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  type CalledService,
  callableOperations,
  calledServices,
  clientsOf,
} from '../clients/called-operations.ts'
import { wholeClients } from '../clients/suites.ts'

const snakeCase = (name: string) => name.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
const camelCase = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)

/** Where each client's sources are, and how a call of an operation looks in them: whole, or begun by a paginator's name. */
const languages: Record<(typeof wholeClients)[number], { folder: string; callOf: (name: string) => RegExp }> =
  {
    boto3: {
      folder: 'python',
      callOf: (name) =>
        new RegExp(
          `(kinesis|sqs|sns|firehose)\\.${snakeCase(name)}\\b|get_paginator\\("${snakeCase(name)}"\\)`,
        ),
    },
    JavaScript: {
      folder: 'javascript',
      callOf: (name) => new RegExp(`new ${name}Command\\(|paginate${name}\\(`),
    },
    Java: {
      folder: 'java/src/main/java/clients',
      callOf: (name) => new RegExp(`\\.${camelCase(name)}(Paginator)?\\(`),
    },
    Go: { folder: 'go', callOf: (name) => new RegExp(`client\\.${name}\\(|New${name}Paginator\\(`) },
  }

/** Within a client's folder. */
const foldersOf: Record<CalledService, string> = {
  kinesis: '',
  sqs: '/sqs',
  sns: '/sns',
  firehose: '/firehose',
}

const table = (Object.keys(calledServices) as CalledService[]).flatMap((service) =>
  wholeClients
    .filter((client) => clientsOf[service].includes(client))
    .map((client) => [client, service] as const),
)

test.each(table)(
  '%s calls every operation of %s that it has and docs/api-status.md says works',
  (client, service) => {
    const { folder, callOf } = languages[client]
    const path = `test/clients/${folder}${foldersOf[service]}`
    const files = readdirSync(path).filter((name) => /\.(py|ts|java|go)$/.test(name))
    const text = files.map((name) => readFileSync(`${path}/${name}`, 'utf8')).join('\n')
    const operations = callableOperations(client, service)
    expect(operations.length).toBeGreaterThan(11)
    expect(operations.filter((operation) => !callOf(operation).test(text))).toEqual([])
  },
)
