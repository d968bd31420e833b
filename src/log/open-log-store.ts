import { readCheckpoint } from './checkpoint.ts'
import { openDataFolder } from './data-folder.ts'
import { FrameMemory } from './frame-memory.ts'
import { Journal } from './journal/journal.ts'
import { JournalFiles } from './journal/journal-files.ts'
import { replayJournal } from './journal/replay.ts'
import { LogReader } from './log-reader.ts'
import type { LogStore } from './log-store.ts'
import { LogTable } from './log-table.ts'
import { MemoryTail } from './memory-tail.ts'
import { defaultSizes, type LogSizes, type LogStoreOptions } from './options.ts'
import { JournalApplier } from './recovery.ts'
import { openSegments } from './segments/open-segments.ts'
import { JournaledLogStore } from './store.ts'

/**
 * Opens the data folder, or makes it. When it resolves, everything that was ever acknowledged can be read.
 * @throws CodedError FILE_LOCKED (another process has the folder), LOG_JOURNAL_CORRUPT, LOG_CHECKPOINT_CORRUPT, LOG_FOLDER_VERSION
 */
export async function openLogStore(options: LogStoreOptions): Promise<LogStore> {
  const { files, directory } = options
  await files.makeDirectory(directory)
  const lock = await files.lock(`${directory}/LOCK`)
  try {
    const store = await recover(options, { ...defaultSizes, ...options })
    return new JournaledLogStore({ ...store, lock })
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function recover(options: LogStoreOptions, sizes: LogSizes) {
  const { files, directory, logger, random } = options
  const salt = await openDataFolder(files, directory, random)
  const checkpoint = await readCheckpoint(files, directory, salt)
  const logs = new LogTable()
  logs.reserveBelow(checkpoint.nextLogId)
  for (const log of checkpoint.logs) logs.restore(log)

  const journalFolder = new JournalFiles(files, `${directory}/journal`)
  const memory = new FrameMemory({
    slabBytes: sizes.slabBytes,
    slabs: sizes.slabs,
    workspaceBytes: sizes.workspaceBytes,
    inputBytes: sizes.inputBytes,
    poisoning: sizes.poisonFreedMemory,
  })
  const tail = new MemoryTail(sizes.memoryBytesMax, memory)
  const applier = new JournalApplier(logs, tail, memory)
  const { fromSequence } = checkpoint
  const { nextSequence, nextOrdinal, batches } = await replayJournal({
    files,
    folder: journalFolder,
    logger,
    fromSequence,
    apply: (batch, path, position) => applier.apply(batch, path, position),
  })
  applier.finish()
  // A crash of the process alone may have left a new checkpoint that a power cut could still take back.
  await files.syncDirectory(directory)
  await journalFolder.free(fromSequence - 1)
  const journal = new Journal({
    files,
    random,
    folder: journalFolder,
    memory,
    durable: options.durability === 'fsync',
    fileBytes: sizes.journalFileBytes,
    nextSequence,
    nextOrdinal,
  })
  await journal.begin()
  logger.info({ logs: logs.size, batches }, 'the log store is open')
  const segments = openSegments({ files, directory, salt, memory, logger, sizes })
  const orphans = await orphansOf(files.list(`${directory}/logs`), logs)
  return {
    ...{ files, directory, salt, logs, memory, tail, journal, journalFolder, segments, logger, sizes },
    reader: new LogReader(segments.reader),
    recovered: {
      fromSequence,
      applied: nextSequence - 1,
      orphans,
      appended: applier.appended,
      trimmed: applier.trimmed,
    },
  }
}

/** The folders of logs that were dropped, and not removed before a crash. */
async function orphansOf(names: Promise<string[]>, logs: LogTable): Promise<number[]> {
  return (await names)
    .filter((name) => /^\d+$/.test(name) && logs.get(Number(name)) === undefined)
    .map(Number)
}
