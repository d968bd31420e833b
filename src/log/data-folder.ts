import { type FileSystem, type Random, readWholeIfThere, replaceWhole, syncAncestors } from '../base/index.ts'
import { encodeCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { folderVersion } from './errors.ts'
import { firstFreeLogId } from './log-store.ts'

/*
 * The identity of a data folder, in `millrace.json`: { "format": 1, "salt": "<16 hex digits>" }. It is written last when
 * a folder is made, so that a folder without it holds nothing that was ever acknowledged.
 *
 *   LOCK            held while a store is open
 *   millrace.json   this
 *   checkpoint      what segments hold: checkpoint.ts
 *   journal/        what came since: journal/
 *   logs/<id>/      the segments of each log: segments/
 */
const identityName = 'millrace.json'
const format = 1

/**
 * Makes the folder if it is not there, and says whose it is.
 * @returns the salt that seeds the checksums of segments, and that the checkpoint has to name
 * @throws CodedError LOG_FOLDER_VERSION when another version made it, or it is damaged
 */
export async function openDataFolder(files: FileSystem, directory: string, random: Random): Promise<bigint> {
  await files.makeDirectory(`${directory}/journal`)
  await files.makeDirectory(`${directory}/logs`)
  const identity = await readWholeIfThere(files, `${directory}/${identityName}`)
  if (identity !== undefined) return readIdentity(directory, identity)
  for (const name of ['journal', 'logs']) {
    const found = await files.list(`${directory}/${name}`)
    if (found.length > 0) throw folderVersion(directory, `it has ${name}/${found[0]} but no ${identityName}`)
  }
  await syncAncestors(files, directory)
  const salt = random.bytes(8).readBigUInt64LE()
  const empty = encodeCheckpoint(salt, { fromSequence: 1, nextLogId: firstFreeLogId, logs: [] })
  await writeCheckpoint(files, directory, empty)
  const text = `${JSON.stringify({ format, salt: salt.toString(16).padStart(16, '0') })}\n`
  await replaceWhole(files, directory, identityName, Buffer.from(text))
  return salt
}

function readIdentity(directory: string, bytes: Buffer): bigint {
  const identity = parse(bytes)
  if (identity?.format !== format) {
    throw folderVersion(
      directory,
      `${identityName} says format ${String(identity?.format)}, known is ${format}`,
    )
  }
  if (typeof identity.salt !== 'string' || !/^[0-9a-f]{16}$/.test(identity.salt)) {
    throw folderVersion(directory, `${identityName} is damaged`)
  }
  return BigInt(`0x${identity.salt}`)
}

function parse(bytes: Buffer): { format?: unknown; salt?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
