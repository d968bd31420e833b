import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { debianPackages } from '../install.ts'
import type { Peer } from '../peer.ts'
import { freePort, startProgram } from '../peer-process.ts'

const packages = [
  'redis-server',
  'redis-tools',
  'liblzf1',
  'libjemalloc2',
  'liblua5.1-0',
  'lua-bitop',
  'lua-cjson',
  'libhiredis0.14',
]

export const redis: Peer = {
  name: 'Redis Streams',
  protocol: 'redis',
  durability: 'on disk (appendfsync always)',
  async install(cache) {
    const root = await debianPackages(join(cache, 'redis'), packages)
    const libraries = join(root, 'usr/lib/x86_64-linux-gnu')
    return {
      version: '7.0 (Debian)',
      async start(directory) {
        mkdirSync(directory, { recursive: true })
        const port = await freePort()
        const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
        /* A rewrite of the file in the middle of a window would be in some runs and not in others. */
        const steady = ['--auto-aof-rewrite-percentage', '0']
        return startProgram({
          file: join(root, 'usr/bin/redis-server'),
          args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, ...durable, ...steady],
          env: { LD_LIBRARY_PATH: libraries },
          port,
        })
      },
    }
  },
}
