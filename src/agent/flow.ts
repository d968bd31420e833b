import { hash } from 'node:crypto'
import { type Clock, type Logger, passOnBug, type Random } from '../base/index.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { FlowConfig } from './config/agent-config.ts'
import { FileSet } from './files/file-set.ts'
import type { FilePart } from './files/followed-file.ts'
import type { LogFiles } from './files/log-files.ts'
import type { RecordSink, SinkRecord } from './record-sink.ts'

export interface FlowPorts {
  readonly files: LogFiles
  readonly sink: RecordSink
  readonly checkpoints: Checkpoints
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}

/** How often the directory is looked at for files that are new or renamed. */
const scanMs = 1_000

/**
 * Reads the files of one pattern as they grow, gathers records, delivers them, and saves how far it is: in this order, so that every record is
 * delivered at least once. One batch at a time is in memory.
 */
export class Flow {
  readonly #config: FlowConfig
  readonly #ports: FlowPorts
  readonly #set: FileSet
  #parts: FilePart[] = []
  #bytes = 0
  #count = 0
  #sinceMs = 0
  #scannedMs = Number.NEGATIVE_INFINITY

  constructor(config: FlowConfig, ports: FlowPorts) {
    const { files, checkpoints, clock, logger } = ports
    this.#config = config
    this.#ports = ports
    this.#set = new FileSet({
      files,
      pattern: config.pattern,
      splitter: config.splitter,
      initialPosition: config.initialPosition,
      known: checkpoints.of(config.name),
      recordQuietMs: config.maxBufferAgeMs,
      clock,
      logger,
    })
  }

  /** Until the signal aborts. What fails is tried again. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#ports
    while (!signal.aborted) {
      try {
        await this.round(signal)
      } catch (error) {
        passOnBug(error)
        logger.error({ err: error }, `the files of ${this.#config.name} could not be read, and will be again`)
      }
      await clock.sleep(this.#config.pollMs, signal)
    }
    await this.#set.close()
  }

  /** Once over all files. */
  async round(signal: AbortSignal): Promise<void> {
    const { clock } = this.#ports
    if (clock.monotonicMs() - this.#scannedMs >= scanMs) await this.#scan()
    for await (const part of this.#set.read()) {
      this.#add(part)
      if (this.#isFull) await this.#deliver(signal)
      if (signal.aborted) return
    }
    if (this.#count === 0) await this.#set.tidy()
    else if (clock.monotonicMs() - this.#sinceMs >= this.#config.maxBufferAgeMs) await this.#deliver(signal)
  }

  async #scan(): Promise<void> {
    const isFirst = this.#scannedMs === Number.NEGATIVE_INFINITY
    await this.#set.scan()
    this.#scannedMs = this.#ports.clock.monotonicMs()
    /* Where files were at the very first start must not be forgotten when nothing is written before a restart. */
    if (isFirst) await this.#save()
  }

  #add(part: FilePart): void {
    if (this.#count === 0) this.#sinceMs = this.#ports.clock.monotonicMs()
    this.#parts.push(part)
    this.#count += part.records.length
    for (const { data } of part.records) this.#bytes += data.length
  }

  get #isFull(): boolean {
    return this.#count >= this.#config.maxBufferRecords || this.#bytes >= this.#config.maxBufferBytes
  }

  async #deliver(signal: AbortSignal): Promise<void> {
    const parts = this.#parts
    const records = parts.flatMap((part) => part.records.map(({ data }) => this.#sinkRecordOf(data)))
    for (const batch of batchesOf(records, this.#config)) {
      if (!(await this.#ports.sink.send(batch, signal))) return
    }
    for (const part of parts) part.file.delivered(part)
    this.#parts = []
    this.#count = 0
    this.#bytes = 0
    await this.#save()
  }

  #save(): Promise<void> {
    return this.#ports.checkpoints.save(this.#config.name, this.#set.positions)
  }

  #sinkRecordOf(line: Buffer): SinkRecord {
    const data = this.#processed(line)
    const isRandom = this.#config.partitionKeyOption === 'RANDOM'
    return { partitionKey: isRandom ? this.#ports.random.uuid() : hash('md5', data), data }
  }

  /** A record that processing makes longer than one may be would be refused for ever. */
  #processed(line: Buffer): Buffer {
    const data = this.#config.process(line)
    if (data !== undefined && data.length <= this.#config.splitter.recordSizeMax) return data
    const why = data === undefined ? 'has another format' : 'would be too long once processed'
    this.#ports.logger.warn({ flow: this.#config.name }, `a record ${why}, and goes as it is`)
    return line
  }
}

/** In pieces of what one request may have by the configuration; a record more than that is one. */
function* batchesOf(
  records: readonly SinkRecord[],
  { maxBufferRecords, maxBufferBytes }: FlowConfig,
): Generator<SinkRecord[]> {
  let batch: SinkRecord[] = []
  let bytes = 0
  for (const record of records) {
    const isOver = batch.length === maxBufferRecords || bytes + record.data.length > maxBufferBytes
    if (isOver && batch.length > 0) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(record)
    bytes += record.data.length
  }
  if (batch.length > 0) yield batch
}
