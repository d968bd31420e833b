import { agentConfig, Checkpoints, Flow, type RecordSink, type SinkRecord } from '../../src/agent/index.ts'
import { type Logger, ManualClock, MemoryFileSystem, silentLogger } from '../../src/base/index.ts'
import { SeededRandom } from '../sim/seeded-random.ts'
import { MemoryLogFiles } from './memory-log-files.ts'

/** A sink that keeps what it is given, and can end in the middle of a batch, as a process that is killed. */
export class MemorySink implements RecordSink {
  readonly batches: (readonly SinkRecord[])[] = []
  /** So many records more are delivered; then the agent is dead. */
  left = Number.POSITIVE_INFINITY

  async send(records: readonly SinkRecord[]): Promise<boolean> {
    const taken = records.slice(0, this.left)
    this.left -= taken.length
    if (taken.length > 0) this.batches.push(taken)
    return taken.length === records.length
  }

  async close(): Promise<void> {}

  get texts(): string[] {
    return this.batches.flat().map(({ data }) => data.toString())
  }
}

/** One flow over log files in memory, that can be killed and started again. */
export class AgentWorld {
  readonly clock = new ManualClock()
  readonly logs = new MemoryLogFiles(this.clock)
  readonly sink = new MemorySink()
  readonly #disk = new MemoryFileSystem()
  readonly #flowSettings: object
  readonly #logger: Logger
  #flow: Flow | undefined

  constructor(flowSettings: object = {}, logger: Logger = silentLogger) {
    this.#logger = logger
    this.#flowSettings = {
      filePattern: '/logs/app.log*',
      kinesisStream: 's',
      initialPosition: 'START_OF_FILE',
      maxBufferAgeMillis: 1_000,
      ...flowSettings,
    }
  }

  /** As after a kill: only the checkpoint is left. */
  restart(): void {
    this.#flow = undefined
    this.logs.openCount = 0
    this.sink.left = Number.POSITIVE_INFINITY
  }

  /** So much time, with a look at the files every half second. */
  async pass(ms: number): Promise<void> {
    const flow = this.#flow ?? (await this.#start())
    for (let passed = 0; passed < ms; passed += 500) {
      await flow.round(new AbortController().signal)
      if (this.sink.left === 0) return this.restart()
      this.clock.advance(500)
    }
  }

  async #start(): Promise<Flow> {
    const { flows } = agentConfig('agent.json', JSON.stringify({ flows: [this.#flowSettings] }))
    this.#flow = new Flow(flows[0]!, {
      files: this.logs,
      sink: this.sink,
      checkpoints: await Checkpoints.open(this.#disk, '/state/checkpoint'),
      clock: this.clock,
      random: new SeededRandom(1),
      logger: this.#logger,
    })
    return this.#flow
  }
}
