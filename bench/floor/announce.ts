import type { AddressInfo, Server } from 'node:net'

/** Listens on a free loopback port and prints the ready line that `StartedServer` waits for. */
export function announce(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    console.log(`floor ready on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  process.on('SIGTERM', () => process.exit(0))
}
