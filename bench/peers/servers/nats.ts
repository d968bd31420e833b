import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { goProgram } from '../install.ts'
import type { Peer } from '../peer.ts'
import { freePort, startProgram } from '../peer-process.ts'

const version = '2.12.1'

/** The stream is created by the load, over the protocol of NATS: see records/nats-sender.ts. */
function jetStream(name: string, durability: string, syncInterval: string): Peer {
  return {
    name,
    protocol: 'nats',
    durability,
    async install(cache) {
      const programs = await goProgram(join(cache, 'nats'), `github.com/nats-io/nats-server/v2@v${version}`)
      return {
        version,
        async start(directory) {
          mkdirSync(directory, { recursive: true })
          const port = await freePort()
          const config = join(directory, 'nats.conf')
          const lines = [
            `listen: "127.0.0.1:${port}"`,
            `jetstream { store_dir: "${directory}", ${syncInterval} }`,
          ]
          writeFileSync(config, `${lines.join('\n')}\n`)
          return startProgram({ file: join(programs, 'nats-server'), args: ['-c', config], port })
        },
      }
    },
  }
}

export const natsLazy = jetStream(
  'NATS JetStream, default',
  'in the page cache, synced every 2 minutes (its default)',
  '',
)
export const natsAlways = jetStream(
  'NATS JetStream, sync always',
  'on disk (sync_interval: always)',
  'sync_interval: always',
)
