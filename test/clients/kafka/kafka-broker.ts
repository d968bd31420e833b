import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { RunningServer } from '../../../bench/lib/compare.ts'
import { freePort, startProgram } from '../../../bench/peers/peer-process.ts'

const clusterId = 'bWlsbHJhY2UtdGVzdHMtMQ'

/** Who may log in at `secureAddress`. */
export const user = { name: 'me', password: 'p@ss word' }

/** One node of Kafka that is broker and controller, at ports that it keeps when it is started again. */
export class KafkaBroker {
  readonly address: string
  /** By TLS, for those who log in. */
  readonly secureAddress: string
  readonly #port: number
  readonly #java: readonly string[]
  readonly #settings: string
  #running: RunningServer | undefined

  private constructor({ port, securePort }: Ports, java: readonly string[], settings: string) {
    this.address = `127.0.0.1:${port}`
    this.secureAddress = `localhost:${securePort}`
    this.#port = port
    this.#java = java
    this.#settings = settings
  }

  /**
   * Makes its storage, and starts it.
   * @param identity key and certificate for `localhost`, PEM
   */
  static async start(directory: string, classPath: string, identity: string): Promise<KafkaBroker> {
    const ports = { port: await freePort(), securePort: await freePort(), controllerPort: await freePort() }
    const settings = `${directory}/server.properties`
    mkdirSync(directory, { recursive: true })
    writeFileSync(`${directory}/identity.pem`, identity)
    const lines = Object.entries(settingsOf(directory, ports))
    writeFileSync(settings, lines.map(([key, value]) => `${key}=${value}\n`).join(''))
    const java = ['-Xmx512m', '-cp', classPath]
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings]
    const users = scramMechanisms.flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${user.name},password=${user.password}]`,
    ])
    await promisify(execFile)('java', [...java, ...format, ...users])
    const broker = new KafkaBroker(ports, java, settings)
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

interface Ports {
  readonly port: number
  readonly securePort: number
}

const scramMechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512']
const loginModules = 'org.apache.kafka.common.security'

function settingsOf(
  directory: string,
  { port, securePort, controllerPort }: Ports & { readonly controllerPort: number },
): Record<string, string> {
  const clients = `PLAINTEXT://127.0.0.1:${port},SECURE://localhost:${securePort}`
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `${clients},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': clients,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': `${directory}/identity.pem`,
    'sasl.enabled.mechanisms': [...scramMechanisms, 'PLAIN'].join(','),
    ...Object.fromEntries(
      scramMechanisms.map((mechanism) => [
        `listener.name.secure.${mechanism.toLowerCase()}.sasl.jaas.config`,
        `${loginModules}.scram.ScramLoginModule required;`,
      ]),
    ),
    'listener.name.secure.plain.sasl.jaas.config': `${loginModules}.plain.PlainLoginModule required user_${user.name}="${user.password}";`,
    'log.dirs': `${directory}/logs`,
    'auto.create.topics.enable': 'false',
    'message.max.bytes': `${16 * 1024 * 1024}`,
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
  }
}
