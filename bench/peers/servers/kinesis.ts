import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { streamName } from '../../lib/bodies.ts'
import type { RunningServer } from '../../lib/compare.ts'
import { kinesisCall } from '../../lib/kinesis-call.ts'
import { npmPackages } from '../install.ts'
import type { Peer } from '../peer.ts'
import { freePort, startProgram } from '../peer-process.ts'
import { installMoto } from './moto.ts'

const shardCount = 4
const activeMsMax = 30_000

export const kinesalite: Peer = {
  name: 'kinesalite',
  protocol: 'kinesis',
  durability: 'in a LevelDB, no sync (--path)',
  async install(cache) {
    const version = '3.3.3'
    const modules = await npmPackages(join(cache, 'kinesalite'), [`kinesalite@${version}`])
    return {
      version,
      async start(directory) {
        const port = await freePort()
        const args = [join(modules, 'kinesalite/cli.js'), '--port', String(port)]
        const limits = ['--createStreamMs', '0', '--shardLimit', '10']
        return withStream(
          await startProgram({
            file: process.execPath,
            args: [...args, ...limits, '--path', directory],
            port,
          }),
        )
      },
    }
  },
}

export const kinesisLocal: Peer = {
  name: 'kinesis-local',
  protocol: 'kinesis',
  durability: 'in memory',
  async install(cache) {
    const version = '0.6.2'
    const modules = await npmPackages(join(cache, 'kinesis-local'), [`kinesis-local@${version}`])
    return {
      version,
      async start(directory) {
        mkdirSync(directory, { recursive: true })
        const [port, tlsPort] = [await freePort(), await freePort()]
        const env = {
          KINESIS_MOCK_PLAIN_PORT: String(port),
          KINESIS_MOCK_TLS_PORT: String(tlsPort),
          KINESIS_MOCK_CERT_PATH: join(modules, 'kinesis-local/server.json'),
          LOG_LEVEL: 'ERROR',
        }
        const args = [join(modules, 'kinesis-local/main.js')]
        return withStream(await startProgram({ file: process.execPath, args, env, cwd: directory, port }))
      },
    }
  },
}

export const motoKinesis: Peer = {
  name: 'moto',
  protocol: 'kinesis',
  durability: 'in memory',
  connectionPerRequest: true,
  async install(cache) {
    const moto = await installMoto(cache)
    return { version: moto.version, start: async () => withStream(await moto.start()) }
  },
}

/** Creates the stream, and waits until it can be put into. */
async function withStream(server: RunningServer): Promise<RunningServer> {
  try {
    await kinesisCall(server.url, 'CreateStream', { StreamName: streamName, ShardCount: shardCount })
    for (const endMs = Date.now() + activeMsMax; ; await delay(100)) {
      const answer = await kinesisCall<{ StreamDescription: { StreamStatus: string } }>(
        server.url,
        'DescribeStream',
        { StreamName: streamName },
      )
      if (answer.StreamDescription.StreamStatus === 'ACTIVE') return server
      if (Date.now() > endMs) throw new Error(`the stream is still ${answer.StreamDescription.StreamStatus}`)
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}
