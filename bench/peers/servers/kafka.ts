import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mavenArtifact } from '../install.ts'
import type { Peer } from '../peer.ts'
import { freePort, startProgram } from '../peer-process.ts'

const version = '4.1.0'
const clusterId = 'bWlsbHJhY2UtYmVuY2gtMQ'

function broker(name: string, durability: string, more: Record<string, string>): Peer {
  return {
    name,
    protocol: 'kafka',
    durability,
    async install(cache) {
      const classPath = await mavenArtifact(join(cache, 'kafka'), `org.apache.kafka:kafka_2.13:${version}`)
      return {
        version,
        async start(directory) {
          const [port, controllerPort] = [await freePort(), await freePort()]
          const settings = { ...settingsOf(directory, port, controllerPort), ...more }
          mkdirSync(directory, { recursive: true })
          const file = join(directory, 'server.properties')
          const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
          writeFileSync(file, `${lines.join('\n')}\n`)
          const java = (...args: string[]) => ['-Xmx1g', '-Xms1g', '-cp', classPath, ...args]
          await promisify(execFile)(
            'java',
            java('kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file),
          )
          return startProgram({ file: 'java', args: java('kafka.Kafka', file), port })
        },
      }
    },
  }
}

/** One node that is broker and controller; topics have as many partitions as the other servers have shards. */
function settingsOf(directory: string, port: number, controllerPort: number): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(directory, 'logs'),
    'num.partitions': '4',
    'offsets.topic.replication.factor': '1',
    'group.initial.rebalance.delay.ms': '0',
  }
}

export const kafkaLazy = broker('Kafka, default', 'in the page cache (its default)', {})
export const kafkaAlways = broker('Kafka, flush every message', 'on disk (log.flush.interval.messages=1)', {
  'log.flush.interval.messages': '1',
})
