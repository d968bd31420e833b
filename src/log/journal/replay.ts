import type { FileSystem, Logger } from '../../base/index.ts'
import { folderVersion, journalCorrupt, journalMissing } from '../errors.ts'
import type { JournalFiles } from './journal-files.ts'
import { type JournalHeader, journalHeaderSize, readJournalHeader } from './journal-header.ts'
import { type JournalBatch, JournalReader } from './journal-reader.ts'

export interface Replay {
  readonly files: FileSystem
  readonly folder: JournalFiles
  readonly logger: Logger
  /** Batches before this one are in segments. */
  readonly fromSequence: number
  apply(batch: JournalBatch, path: string, position: number): void
}

export interface Replayed {
  readonly nextSequence: number
  readonly nextOrdinal: number
  readonly batches: number
}

interface Found {
  readonly name: string
  readonly header: JournalHeader
}

/**
 * Applies every batch since the checkpoint, in order.
 *
 * A batch that is not whole ends the journal when nothing after it is whole: the write that a crash cut short, which
 * nobody was told of. When a later batch is whole, it had been acknowledged and the disk has damaged it: no answer
 * computed from the rest could be trusted, so the store does not open. (A journal written without syncs can have such
 * holes after a power cut; it ends at the first.)
 * @throws CodedError LOG_JOURNAL_CORRUPT, LOG_FOLDER_VERSION
 */
export async function replayJournal(replay: Replay): Promise<Replayed> {
  const found = await findFiles(replay)
  // The file of the last batch is there from before the first checkpoint on.
  if (found.length === 0 && replay.fromSequence > 1) {
    throw journalMissing(replay.folder.directory, replay.fromSequence)
  }
  let nextSequence = replay.fromSequence
  let batches = 0
  let ended = false
  for (const [i, { name, header }] of found.entries()) {
    const next = found[i + 1]?.header
    const path = replay.folder.pathOf(name)
    if (ended) {
      // Else the next start would find it between the hole and the batches that are written from now on.
      await replay.files.remove(path)
      continue
    }
    if (next !== undefined && next.firstSequence <= replay.fromSequence) {
      replay.folder.retire(name, next.firstSequence - 1)
      continue
    }
    if (header.firstSequence > nextSequence || (batches > 0 && header.firstSequence < nextSequence)) {
      throw journalCorrupt(path, 0, `it begins with batch ${header.firstSequence} instead of ${nextSequence}`)
    }
    const end = await replayFile(replay, path, header, next)
    batches += Math.max(0, end.nextSequence - nextSequence)
    nextSequence = Math.max(nextSequence, end.nextSequence)
    ended = end.hole
    replay.folder.retire(name, end.nextSequence - 1)
  }
  if (ended) await replay.files.syncDirectory(replay.folder.directory)
  const nextOrdinal = (found.at(-1)?.header.ordinal ?? 0) + 1
  return { nextSequence, nextOrdinal, batches }
}

async function findFiles({ files, folder, logger }: Replay): Promise<Found[]> {
  const found: Found[] = []
  for (const name of await folder.list()) {
    const path = folder.pathOf(name)
    const file = await files.open(path)
    const read = readJournalHeader(await file.read(0, journalHeaderSize))
    await file.close()
    if (read.kind === 'unknown version') throw folderVersion(path, `journal version ${read.version}`)
    if (read.kind === 'none') {
      logger.info({ file: path }, 'a journal file was never used')
      folder.retire(name, 0)
      continue
    }
    if (read.damagedCopy)
      logger.warn({ file: path, position: 0 }, 'one of two headers is damaged, the other is used')
    found.push({ name, header: read.header })
  }
  return found.sort((a, b) => a.header.ordinal - b.header.ordinal)
}

async function replayFile(
  replay: Replay,
  path: string,
  header: JournalHeader,
  next: JournalHeader | undefined,
): Promise<{ nextSequence: number; hole: boolean }> {
  const file = await replay.files.open(path)
  try {
    const reader = new JournalReader(path, file, await file.size(), header)
    for (;;) {
      const position = reader.position
      const batch = await reader.next()
      if (batch === undefined) break
      if (batch.sequence >= replay.fromSequence) replay.apply(batch, path, position)
    }
    await reader.rewriteLast()
    return { nextSequence: reader.nextSequence, hole: await endsInHole(replay, reader, header, next) }
  } finally {
    await file.close()
  }
}

async function endsInHole(
  { logger }: Replay,
  reader: JournalReader,
  header: JournalHeader,
  next: JournalHeader | undefined,
): Promise<boolean> {
  const { path: file, position, nextSequence } = reader
  if (next?.firstSequence === nextSequence) return false
  const later = next === undefined ? await reader.findLater() : undefined
  if (next !== undefined || later !== undefined) {
    const what = `batch ${nextSequence} is damaged, and later ones are whole`
    if (header.durable) throw journalCorrupt(file, position, what)
    logger.warn({ file, position }, `${what}: a power cut without durability fsync; the journal is cut there`)
    return true
  }
  if (!(await reader.isBlank())) {
    logger.warn(
      { file, position },
      'the journal ends here: what follows was cut short by a crash, or is left from an older use of the file',
    )
  }
  return false
}
