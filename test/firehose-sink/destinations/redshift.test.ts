import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { rowForm } from '../../../src/firehose-sink/destinations/redshift/copy-options.ts'
import {
  copyStatement,
  insertStatement,
} from '../../../src/firehose-sink/destinations/redshift/copy-statement.ts'
import { redshift } from '../../../src/firehose-sink/destinations/redshift/redshift-kind.ts'
import type { CopyCommand } from '../../../src/firehose-sink/shapes.ts'
import { DestinationWorld, deliveryOf, failureBucket, label, recordsOf } from './destination-world.ts'

let world = new DestinationWorld()
afterEach(async () => {
  await world.close()
  world = new DestinationWorld()
})

const host = 'orders.abc.us-east-1.redshift.amazonaws.com:5439'

const configOf = (CopyCommand: CopyCommand, Password = 'secret12', bucket = {}) =>
  redshift.complete({
    RoleARN: failureBucket.RoleARN,
    ClusterJDBCURL: `jdbc:redshift://${host}/postgres`,
    CopyCommand,
    Username: 'dev',
    Password,
    S3Configuration: { ...failureBucket, ...bucket },
  })

const lines = (options: string) => ({ kind: 'lines', with: options })
const forms: [string, object][] = [
  ['', lines(`FORMAT csv, DELIMITER '|', QUOTE E'\\x01', NULL '\\N'`)],
  ["delimiter '\\t'", lines(`FORMAT csv, DELIMITER E'\\t', QUOTE E'\\x01', NULL '\\N'`)],
  [
    "FORMAT AS CSV DELIMITER AS ';' QUOTE '%' NULL AS 'nil'",
    lines(`FORMAT csv, DELIMITER ';', QUOTE '%', NULL 'nil'`),
  ],
  ['csv', lines(`FORMAT csv, DELIMITER ',', QUOTE '"', NULL ''`)],
  ["JSON 'auto'", { kind: 'json' }],
  ["format as json 'auto'", { kind: 'json' }],
  ["GZIP json 'auto'", { kind: 'json' }],
]
test.each(forms)('CopyOptions %j are rows of their form', (CopyOptions, form) => {
  expect(rowForm({ DataTableName: 'orders', CopyOptions })).toEqual(form)
})

test.each([
  'LZOP',
  'csv BZIP2',
  "json 's3://bucket/paths'",
  "json 'auto' csv",
  "DELIMITER '''",
  "NULL '' ) ; DROP TABLE orders",
  'CSVX',
  'MAXERROR 5',
])('CopyOptions %j are refused', (CopyOptions) => {
  expect(() => configOf({ DataTableName: 'orders', CopyOptions })).toThrow(
    expect.objectContaining({ code: 'FIREHOSE_SETTING_INVALID' }),
  )
})

test('names of tables and columns are names, and nothing else of SQL', () => {
  const bad: CopyCommand[] = [
    { DataTableName: 'orders; DROP TABLE orders' },
    { DataTableName: 'a.b.c.d' },
    { DataTableName: 'orders', DataTableColumns: 'a, b) FROM' },
  ]
  for (const command of bad) expect(() => configOf(command)).toThrow()
  const command = { DataTableName: 'public."Orders"', DataTableColumns: 'id, "Name"' }
  expect(copyStatement(command, 'FORMAT csv')).toBe(
    'COPY public."Orders" (id, "Name") FROM STDIN WITH (FORMAT csv)',
  )
  expect(insertStatement(command)).toBe(
    'INSERT INTO public."Orders" (id, "Name") SELECT id, "Name" FROM json_populate_recordset(NULL::public."Orders", $1::json)',
  )
})

test('a buffer that could not be put into the bucket at first is there before it is loaded later', async () => {
  const ports = world.ports({ [host]: 'postgresql://127.0.0.1:1' })
  const { objects } = ports
  let puts = 0
  const failing: typeof objects = {
    put: async (object, signal) => {
      if (puts++ === 0) throw new Error('no bucket today')
      await objects.put(object, signal)
    },
  }
  const destination = redshift.open(configOf({ DataTableName: 'orders' }), label, {
    ...ports,
    objects: failing,
  })
  await expect(destination.deliver(deliveryOf(recordsOf('1|a\n')))).rejects.toThrow('no bucket today')
  for (const attempt of [2, 3]) {
    const failed = await destination.deliver(deliveryOf(recordsOf('1|a\n'), { attempt }))
    expect(failed).toMatchObject([{ retryable: true }])
  }
  expect(world.stored.map(({ body }) => Buffer.concat(body).toString())).toEqual(['1|a\n'])
  await destination.close()
})

/* `postgresql://127.0.0.1:5432`, with a user `dev` by the password `secret12`. Nobody else should need a database to run the tests. */
const server = process.env.MILLRACE_TEST_POSTGRES
const withDatabase = test.skipIf(server === undefined)

async function onTable(columns: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const connectionString = `${String(server).replace('//', '//dev:secret12@')}/postgres`
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(`DROP TABLE IF EXISTS orders; CREATE TABLE orders (${columns})`)
    await work(client)
  } finally {
    await client.end()
  }
}

const openWith = (CopyCommand: Partial<CopyCommand>, password?: string) =>
  redshift.open(
    configOf({ DataTableName: 'orders', ...CopyCommand }, password),
    label,
    world.ports({ [host]: String(server) }),
  )

withDatabase('a buffer of lines is copied into the table, and is in the bucket too', async () => {
  await onTable('id int, name text', async (client) => {
    const destination = openWith({ CopyOptions: 'csv' })
    expect(await destination.deliver(deliveryOf(recordsOf('1,"a, b"\n', '2,\n')))).toEqual([])
    const plain = openWith({ DataTableColumns: 'name, id' })
    expect(await plain.deliver(deliveryOf(recordsOf('c"\\d|3\n', '\\N|4\n')))).toEqual([])
    const { rows } = await client.query('SELECT * FROM orders ORDER BY id')
    expect(rows).toEqual([
      { id: 1, name: 'a, b' },
      { id: 2, name: null },
      { id: 3, name: 'c"\\d' },
      { id: 4, name: null },
    ])
    expect(Buffer.concat(world.stored[0]!.body).toString()).toBe('1,"a, b"\n2,\n')
    await Promise.all([destination.close(), plain.close()])
  })
})

withDatabase('rows come to the table as they were, and to the bucket as GZIP', async () => {
  await onTable('id int', async (client) => {
    const command = { DataTableName: 'orders', CopyOptions: "GZIP JSON 'auto'" }
    const config = configOf(command, 'secret12', { CompressionFormat: 'GZIP' })
    const destination = redshift.open(config, label, world.ports({ [host]: String(server) }))
    expect(await destination.deliver(deliveryOf(recordsOf('{"id":1}', '{"id":2}')))).toEqual([])
    expect((await client.query('SELECT * FROM orders ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 2 }])
    const [object] = world.stored
    expect(object?.key).toMatch(/\.gz$/)
    expect(gunzipSync(Buffer.concat(object?.body ?? [])).toString()).toBe('{"id":1}{"id":2}')
    await destination.close()
  })
})

withDatabase(
  'JSON objects are rows by the names of their members, and what is none is refused alone',
  async () => {
    await onTable('id int, name text, at timestamptz', async (client) => {
      const destination = openWith({ CopyOptions: "JSON 'auto'" })
      const records = recordsOf(
        '{"id":1,"name":"ü","at":"2026-01-02T03:04:05Z","more":1}',
        'text',
        '{"id":2}',
      )
      expect(await destination.deliver(deliveryOf(records))).toMatchObject([{ index: 1, retryable: false }])
      const { rows } = await client.query('SELECT * FROM orders ORDER BY id')
      expect(rows).toEqual([
        { id: 1, name: 'ü', at: new Date('2026-01-02T03:04:05Z') },
        { id: 2, name: null, at: null },
      ])
      await destination.close()
    })
  },
)

withDatabase(
  'a buffer that the table does not take is refused whole, and one that cannot come to it is put off',
  async () => {
    await onTable('id int', async (client) => {
      const destination = openWith({ CopyOptions: 'csv' })
      const records = recordsOf('1\n', 'x\n')
      expect(await destination.deliver(deliveryOf(records))).toMatchObject([
        { index: 0, code: 'Redshift.CopyFailed', retryable: false },
        { index: 1 },
      ])
      expect(await destination.deliver(deliveryOf(recordsOf('2\n')))).toEqual([])
      const missing = openWith({ DataTableName: 'nowhere' })
      expect(await missing.deliver(deliveryOf(recordsOf('1\n')))).toMatchObject([{ retryable: true }])
      const stranger = openWith({}, 'another')
      expect(await stranger.deliver(deliveryOf(recordsOf('1\n')))).toMatchObject([{ retryable: true }])
      expect((await client.query('SELECT * FROM orders')).rows).toEqual([{ id: 2 }])
      const over = deliveryOf(recordsOf('1\n'), { signal: AbortSignal.abort() })
      await expect(destination.deliver(over)).rejects.toMatchObject({ code: 'FIREHOSE_DELIVERY_FAILED' })
      await Promise.all([destination.close(), missing.close(), stranger.close()])
    })
  },
)
