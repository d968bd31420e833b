import type { FirehoseStatus } from '../../server/index.ts'

export type Status = FirehoseStatus['deliveryStreams'][number]

const columns = ['NAME', 'SOURCE', 'DESTINATION', 'POSITION', 'LAG', 'BUFFER', 'LAST ERROR'] as const

/** As much of a message as a table can bear; `--json` has all of it. */
const messageMax = 200

/** A row for each delivery stream, for people. With `withPositions` a line for each partition below it. */
export function statusTable(streams: readonly Status[], withPositions: boolean): string {
  if (streams.length === 0) return 'There are no delivery streams.'
  const isOneOwner = new Set(streams.map(({ account, region }) => `${account}/${region}`)).size === 1
  const nameOf = ({ account, region, name }: Status) => (isOneOwner ? name : `${account}/${region}/${name}`)
  const sorted = streams.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const rows = [columns, ...sorted.map((stream) => cellsOf(stream, nameOf(stream)))]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
  if (!withPositions) return lines.join('\n')
  return [lines[0]!, ...sorted.flatMap((stream, i) => [lines[i + 1]!, ...positionLines(stream)])].join('\n')
}

function cellsOf(stream: Status, name: string): readonly string[] {
  const { status, source, destination, positions, lag, buffer, lastError } = stream
  return [
    status === 'ACTIVE' ? name : `${name} (${status})`,
    source,
    destination,
    positionText(positions),
    lagText(lag),
    `${sizeText(buffer.bytes)} of ${sizeText(buffer.sizeBytes)}, ${buffer.intervalSeconds} s`,
    lastError === null ? '-' : `${lastError.at} ${printable(lastError.message).slice(0, messageMax)}`,
  ]
}

function positionText(positions: Status['positions']): string {
  const [only, ...others] = Object.values(positions)
  if (only === undefined) return '-'
  return others.length === 0 ? only : `${others.length + 1} partitions`
}

function lagText({ records, seconds }: Status['lag']): string {
  const age = `${Math.round(seconds)} s`
  if (records === null) return age
  return `${records} ${records === 1 ? 'record' : 'records'}, ${age}`
}

function positionLines({ positions }: Status): string[] {
  const partitions = Object.keys(positions).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return partitions.map((partition) => `  ${partition}  ${positions[partition]}`)
}

function sizeText(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2
  if (mebibytes >= 1) return `${Number(mebibytes.toFixed(1))} MiB`
  return bytes >= 1024 ? `${Number((bytes / 1024).toFixed(1))} KiB` : `${bytes} B`
}

/** What endpoints answer is in messages: no control character of theirs gets to a terminal. */
function printable(message: string): string {
  return message.replaceAll(/\p{Cc}+/gu, ' ')
}
