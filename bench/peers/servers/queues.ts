import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningServer } from '../../lib/compare.ts'
import { queueName } from '../../lib/queue-load.ts'
import { sqsCall } from '../../lib/sqs-call.ts'
import { mavenArtifact, npmPackages } from '../install.ts'
import type { Peer } from '../peer.ts'
import { freePort, startProgram } from '../peer-process.ts'
import { installMoto } from './moto.ts'

const account = '000000000000'

export const elasticMq: Peer = {
  name: 'ElasticMQ',
  protocol: 'sqs',
  durability: 'in memory',
  async install(cache) {
    const version = '1.6.14'
    const classPath = await mavenArtifact(
      join(cache, 'elasticmq'),
      `org.elasticmq:elasticmq-server_2.13:${version}`,
    )
    return {
      version,
      async start(directory) {
        const port = await freePort()
        mkdirSync(directory, { recursive: true })
        const config = join(directory, 'elasticmq.conf')
        writeFileSync(
          config,
          `include classpath("application.conf")\nrest-sqs { bind-port = ${port}, bind-hostname = "127.0.0.1" }\nrest-stats { enabled = false }\n`,
        )
        const args = [`-Dconfig.file=${config}`, '-cp', classPath, 'org.elasticmq.server.Main']
        return withQueue(await startProgram({ file: 'java', args, port }))
      },
    }
  },
}

export const fauxqs: Peer = {
  name: 'fauxqs',
  protocol: 'sqs',
  durability: 'in memory',
  async install(cache) {
    const version = '2.4.1'
    const modules = await npmPackages(join(cache, 'fauxqs'), [`fauxqs@${version}`])
    return {
      version,
      async start() {
        const port = await freePort()
        const env = { FAUXQS_PORT: String(port), FAUXQS_LOGGER: 'false' }
        const args = [join(modules, 'fauxqs/dist/cli.js')]
        return withQueue(await startProgram({ file: process.execPath, args, env, port }))
      },
    }
  },
}

export const motoSqs: Peer = {
  name: 'moto',
  protocol: 'sqs',
  durability: 'in memory',
  connectionPerRequest: true,
  async install(cache) {
    const moto = await installMoto(cache)
    const start = async () => withQueue(await moto.start({ MOTO_ACCOUNT_ID: account }))
    return { version: moto.version, start }
  },
}

async function withQueue(server: RunningServer): Promise<RunningServer> {
  try {
    await sqsCall(server.url, 'CreateQueue', { QueueName: queueName })
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
