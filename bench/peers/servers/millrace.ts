import { startMillraceWithQueue, startMillraceWithStream } from '../../lib/millrace.ts'
import type { Peer } from '../peer.ts'

const version = 'this checkout'

export const millraceStream: Peer = {
  name: 'Millrace',
  protocol: 'kinesis',
  durability: 'on disk (fdatasync)',
  install: async () => ({
    version,
    start: (directory) => startMillraceWithStream(directory, { shardCount: 4 }),
  }),
}

export const millraceStreamLazy: Peer = {
  name: 'Millrace, lazy',
  protocol: 'kinesis',
  durability: 'in the page cache (--durability os)',
  install: async () => ({
    version,
    start: (directory) => startMillraceWithStream(directory, { shardCount: 4, durability: 'os' }),
  }),
}

export const millraceQueue: Peer = {
  name: 'Millrace',
  protocol: 'sqs',
  durability: 'on disk (fdatasync)',
  install: async () => ({ version, start: startMillraceWithQueue }),
}
