/*
 * The floor of sockets: the least that any server on Node's sockets does for a PutRecord. It reads what comes, looks at
 * its last byte, and writes an answer that it has ready. No head is read, nothing is parsed, stored or synced.
 *
 *   node bench/floor/socket-floor.ts
 */
import { createServer } from 'node:net'
import { announce } from './announce.ts'

const body =
  '{"EncryptionType":"NONE","SequenceNumber":"49650000000000000000000000000000000000000","ShardId":"s"}'
const answer = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
const closingBrace = 0x7d

announce(
  createServer({ noDelay: true }, (socket) => {
    socket.on('data', (bytes) => {
      if (bytes.at(-1) === closingBrace) socket.write(answer)
    })
    socket.on('error', () => socket.destroy())
  }),
)
