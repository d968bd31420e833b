import { CborWriter } from '../../../src/wire/index.ts'

type Members = Readonly<Record<string, unknown>>

/** @param open whether maps have an indefinite length, as the Java SDK's */
function write(writer: CborWriter, value: unknown, open: boolean): void {
  if (typeof value === 'string') writer.text(value)
  else if (typeof value === 'number') writer.number(value)
  else if (Buffer.isBuffer(value)) writer.bytes(value)
  else if (Array.isArray(value)) {
    writer.list(value.length)
    for (const item of value) write(writer, item, open)
  } else if (value === null) writer.null()
  else writeMembers(writer, Object.entries(value as Members), open)
}

export function writeMembers(writer: CborWriter, members: readonly [string, unknown][], open: boolean): void {
  if (open) writer.openMap()
  else writer.map(members.length)
  for (const [name, value] of members) {
    writer.text(name)
    write(writer, value, open)
  }
  if (open) writer.end()
}

/** A plain value in CBOR. @param open as of `write` */
export function cborOf(value: unknown, open = true): Buffer {
  const writer = new CborWriter()
  write(writer, value, open)
  return Buffer.from(writer.finish())
}
