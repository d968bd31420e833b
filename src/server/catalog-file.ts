import { readFileSync } from 'node:fs'
import { type Catalog, checkTable } from '../firehose-sink/index.ts'
import { optionInvalid } from './errors.ts'
import { parseJsonObject } from './json-object.ts'

/**
 * The tables that `--catalog` names: databases by name, in each its tables by name, with Columns as AWS Glue has them.
 * @throws CodedError SERVER_OPTION_INVALID, with the file and the table
 */
export function loadCatalog(given: string | Catalog | undefined): Catalog {
  if (given === undefined) return {}
  if (typeof given === 'object') return checked('catalog', given)
  return checked(given, parseJsonObject(given, readText(given)))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw optionInvalid('--catalog', (error as Error).message)
  }
}

function checked(source: string, given: object): Catalog {
  for (const [database, tables] of Object.entries(given)) {
    if (typeof tables !== 'object' || tables === null)
      throw optionInvalid(`"${database}" in ${source}`, 'must be an object with the tables of a database')
    for (const [name, table] of Object.entries(tables)) checkOne(`"${database}.${name}" in ${source}`, table)
  }
  return given as Catalog
}

function checkOne(place: string, table: unknown): void {
  try {
    checkTable(table)
  } catch (error) {
    throw optionInvalid(place, (error as Error).message)
  }
}
