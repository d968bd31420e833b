import type { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { nodeHttp } from '../base/index.ts'

export interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

interface ConnectOptions {
  readonly lookup: LookupFunction
  readonly ca?: string
}

/** Sockets that are kept for later requests: to one host, to all, and how long. Many servers close idle ones after 5 s. */
const idlePerHostMax = 16
const idleCountMax = 256
const idleMs = 4_000

/**
 * Agents that keep connections. They do not limit how many are in use: Node counts the idle ones among them, so that
 * connections that were kept to some hosts would keep others waiting.
 */
export function keepingAgents(options: ConnectOptions): Agents {
  const keeping = { ...options, keepAlive: true, maxFreeSockets: idlePerHostMax, timeout: idleMs }
  const agents = { http: new nodeHttp.Agent(keeping), https: new HttpsAgent(keeping) }
  boundIdle(agents.http)
  boundIdle(agents.https)
  return agents
}

/** A new connection for each request. */
export const freshAgents = (options: ConnectOptions): Agents => ({
  http: new nodeHttp.Agent({ ...options, keepAlive: false }),
  https: new HttpsAgent({ ...options, keepAlive: false }),
})

function boundIdle(agent: HttpAgent): void {
  const keep = agent.keepSocketAlive.bind(agent)
  agent.keepSocketAlive = (socket) => idleCount(agent) < idleCountMax && keep(socket)
}

function idleCount({ freeSockets }: HttpAgent): number {
  let count = 0
  for (const name in freeSockets) count += freeSockets[name]?.length ?? 0
  return count
}
