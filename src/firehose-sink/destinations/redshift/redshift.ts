import type { Client, ClientConfig } from 'pg'
import { hasCode, inSlices } from '../../../base/index.ts'
import { deliveryFailed, peerMissing } from '../../errors.ts'
import type { CopyCommand } from '../../shapes.ts'
import type { Delivery, Destination, FailedRecord, SinkRecord } from '../destination.ts'
import { allFailed, type Failure } from '../failed-records.ts'
import { CopyIn } from './copy-in.ts'
import type { RowForm } from './copy-options.ts'
import { copyStatement, insertStatement } from './copy-statement.ts'
import { jsonRows } from './json-rows.ts'

export interface RedshiftParts {
  readonly database: ClientConfig
  readonly command: CopyCommand
  readonly form: RowForm
  /** Where each buffer is kept before it is copied, as on AWS. */
  readonly intermediate: Destination
}

/** A table of PostgreSQL. A buffer is one statement: all of its rows are there, or none. */
export class Redshift implements Destination {
  readonly #parts: RedshiftParts
  #client: Client | undefined
  /** The last buffer that is in the bucket. */
  #kept: string | undefined

  constructor(parts: RedshiftParts) {
    this.#parts = parts
  }

  async deliver(delivery: Delivery): Promise<readonly FailedRecord[]> {
    const { id, records, signal } = delivery
    if (this.#kept !== id) await this.#parts.intermediate.deliver(delivery)
    this.#kept = id
    const drop = () => this.#drop()
    signal.addEventListener('abort', drop)
    try {
      if (signal.aborted) throw signal.reason
      return await this.#load(await this.#connected(), records)
    } catch (error) {
      drop()
      if (signal.aborted) throw deliveryFailed('the attempt was given up', error)
      if (hasCode(error, 'FIREHOSE_PEER_MISSING')) throw error
      return allFailed(records, failureOf(error as Error & { code?: unknown }))
    } finally {
      signal.removeEventListener('abort', drop)
    }
  }

  async close(): Promise<void> {
    this.#drop()
    await this.#parts.intermediate.close()
  }

  async #load(client: Client, records: readonly SinkRecord[]): Promise<FailedRecord[]> {
    const { command, form } = this.#parts
    if (form.kind === 'lines') {
      const rows = records.map(({ data }) => data)
      await client.query(new CopyIn(copyStatement(command, form.with), rows)).done
      return []
    }
    const { text, bad } = await inSlices(jsonRows(records))
    if (bad.length < records.length) await client.query(insertStatement(command), [text])
    return bad.map((index) => ({ index, ...noObject }))
  }

  async #connected(): Promise<Client> {
    if (this.#client !== undefined) return this.#client
    const { Client } = await loadPg()
    const client = new Client(this.#parts.database)
    // A connection that breaks while nothing is asked of it.
    client.on('error', () => this.#drop())
    this.#client = client
    await client.connect()
    return client
  }

  #drop(): void {
    const client = this.#client
    this.#client = undefined
    client?.end().catch(() => undefined)
  }
}

async function loadPg() {
  try {
    return (await import('pg')).default
  } catch (error) {
    if (!hasCode(error, 'ERR_MODULE_NOT_FOUND')) throw error
    throw peerMissing('Delivery to a database', 'pg', error)
  }
}

const noObject = {
  code: 'Redshift.InvalidRecord',
  message: 'The record is no JSON object. It was not sent.',
  retryable: false,
}

/** Classes of SQLSTATE: data that the table does not take, which it will not take again either. */
const dataClasses = /^2[23]/

function failureOf({ code, message }: Error & { code?: unknown }): Failure {
  const isData = typeof code === 'string' && dataClasses.test(code)
  return {
    code: isData ? 'Redshift.CopyFailed' : 'Redshift.ServiceException',
    message: typeof code === 'string' ? `${code}: ${message}` : message,
    retryable: !isData,
  }
}
