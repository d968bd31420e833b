import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { RunningServer } from '../../../bench/lib/compare.ts'
import { freePort, startProgram } from '../../../bench/peers/peer-process.ts'

const clusterId = 'bWlsbHJhY2UtdGVzdHMtMQ'

/** One node of Kafka that is broker and controller, at a port that it keeps when it is started again. */
export class KafkaBroker {
  readonly address: string
  readonly #port: number
  readonly #java: readonly string[]
  readonly #settings: string
  #running: RunningServer | undefined

  private constructor(port: number, java: readonly string[], settings: string) {
    this.address = `127.0.0.1:${port}`
    this.#port = port
    this.#java = java
    this.#settings = settings
  }

  /** Makes its storage, and starts it. */
  static async start(directory: string, classPath: string): Promise<KafkaBroker> {
    const [port, controllerPort] = [await freePort(), await freePort()]
    const settings = `${directory}/server.properties`
    mkdirSync(directory, { recursive: true })
    const lines = Object.entries(settingsOf(directory, port, controllerPort))
    writeFileSync(settings, lines.map(([key, value]) => `${key}=${value}\n`).join(''))
    const java = ['-Xmx512m', '-cp', classPath]
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings]
    await promisify(execFile)('java', [...java, ...format])
    const broker = new KafkaBroker(port, java, settings)
    await broker.start()
    return broker
  }

  async start(): Promise<void> {
    const args = [...this.#java, 'kafka.Kafka', this.#settings]
    this.#running = await startProgram({ file: 'java', args, port: this.#port })
  }

  async stop(): Promise<void> {
    await this.#running?.stop()
    this.#running = undefined
  }

  /** At once, as `kill -9` does. */
  kill(): void {
    if (this.#running !== undefined) process.kill(this.#running.pid, 'SIGKILL')
    this.#running = undefined
  }
}

function settingsOf(directory: string, port: number, controllerPort: number): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': `${directory}/logs`,
    'auto.create.topics.enable': 'false',
    'message.max.bytes': `${16 * 1024 * 1024}`,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
  }
}
