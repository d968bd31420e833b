import { randomInt } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartedServer } from '../../../bench/lib/started-server.ts'

const writers = 4
const batchRecords = 20
const loadMsMax = 600
/** Longer than a start and a delivery of all that is left take on a busy machine. */
const deliveredWithinMs = 60_000

export interface DeliveryKills {
  kills: number
  acknowledged: number
  /** Lines of objects that are there more than once. */
  repeated: number
}

/** What brings records to a folder. */
export interface KilledDelivery {
  /** Of the folder. */
  readonly bucket: string
  /** Makes what delivers, unless it is there. */
  create(server: StartedServer): Promise<unknown>
  /** Resolves when all are acknowledged. @throws when the server is gone */
  put(server: StartedServer, lines: readonly string[]): Promise<unknown>
}

/**
 * Starts Millrace on `directory` and, as often as `kills` says, puts records into what delivers them to a folder and kills
 * the server with SIGKILL at a random moment. In the end every acknowledged record must be in an object, and every object whole.
 * @throws Error with what is missing
 */
export async function killDeliveries(
  delivery: KilledDelivery,
  directory: string,
  { kills, report = () => undefined }: { kills: number; report?: (line: string) => void },
): Promise<DeliveryKills> {
  const acknowledged = new Set<string>()
  for (let done = 0; done < kills; done++) {
    const server = await start(directory)
    await delivery.create(server)
    const load = Array.from({ length: writers }, (_, i) =>
      putUntilGone(delivery, server, `${done}-${i}`, acknowledged),
    )
    for (const before = acknowledged.size; acknowledged.size === before; ) await delay(5)
    await delay(randomInt(loadMsMax))
    await server.kill()
    await Promise.all(load)
    report(`kill ${done + 1}: ${acknowledged.size} records were acknowledged so far`)
  }
  const server = await start(directory)
  try {
    const lines = await untilDelivered(join(directory, 'firehose', delivery.bucket), acknowledged)
    return { kills, acknowledged: acknowledged.size, repeated: lines.length - new Set(lines).size }
  } finally {
    await server.kill()
  }
}

function start(directory: string): Promise<StartedServer> {
  return StartedServer.start(['test/crash/ahead-server.ts', directory, '0'])
}

/** @param target of the operation: `Firehose_20150804.PutRecordBatch` @throws Error unless it succeeds, or has succeeded before */
export async function call({ url }: StartedServer, target: string, input: object): Promise<object> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(input),
  })
  const text = await answer.text()
  const output = text === '' ? {} : (JSON.parse(text) as { __type?: string })
  if (answer.status !== 200 && !output.__type?.endsWith('ResourceInUseException'))
    throw new Error(`${target}: ${text}`)
  return output
}

async function putUntilGone(
  delivery: KilledDelivery,
  server: StartedServer,
  writer: string,
  acknowledged: Set<string>,
): Promise<void> {
  for (let batch = 0; ; batch++) {
    const texts = Array.from({ length: batchRecords }, (_, i) => `${writer}-${batch}-${i}`)
    try {
      await delivery.put(
        server,
        texts.map((text) => `${text}\n`),
      )
    } catch {
      return
    }
    for (const text of texts) acknowledged.add(text)
  }
}

/** @returns the lines of all objects */
async function untilDelivered(folder: string, acknowledged: ReadonlySet<string>): Promise<string[]> {
  const untilMs = performance.now() + deliveredWithinMs
  for (;;) {
    const lines = linesIn(folder)
    const found = new Set(lines)
    const missing = [...acknowledged].filter((text) => !found.has(text))
    if (missing.length === 0) return lines
    if (performance.now() > untilMs)
      throw new Error(`${missing.length} acknowledged records are in no object, such as ${missing[0]}`)
    await delay(50)
  }
}

function linesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
  return paths
    .filter((entry) => entry.isFile())
    .flatMap(({ parentPath, name }) => {
      const lines = readFileSync(join(parentPath, name), 'utf8').split('\n')
      const broken = lines.pop() !== '' || lines.some((line) => !/^(\d+-){3}\d+$/.test(line))
      if (broken) throw new Error(`the object ${name} is not whole`)
      return lines
    })
}
