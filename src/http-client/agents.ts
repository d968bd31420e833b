import type { AgentOptions, Agent as HttpAgent } from 'node:http'
import type { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'
import { nodeHttp, nodeHttps } from '../base/index.ts'

interface ConnectOptions {
  readonly lookup: LookupFunction
  readonly ca?: string
}

/** Sockets that are kept for later requests: to one host, to all, and how long. Many servers close idle ones after 5 s. */
const idlePerHostMax = 16
const idleCountMax = 256
const idleMs = 4_000

const keeping = { keepAlive: true, maxFreeSockets: idlePerHostMax, timeout: idleMs }
const fresh = { keepAlive: false }

/**
 * Agents, with TLS and without. Those that keep connections do not limit how many are in use: Node counts the idle ones among
 * them, so that connections that were kept to some hosts would keep others waiting.
 */
export class Agents {
  readonly http: HttpAgent
  readonly #options: AgentOptions & ConnectOptions
  #https: HttpsAgent | undefined

  private constructor(options: AgentOptions & ConnectOptions) {
    this.#options = options
    this.http = boundIdle(new nodeHttp.Agent(options))
  }

  /** Keeps connections. */
  static keeping(options: ConnectOptions): Agents {
    return new Agents({ ...options, ...keeping })
  }

  /** Has a new connection for each request. */
  static fresh(options: ConnectOptions): Agents {
    return new Agents({ ...options, ...fresh })
  }

  /** Made by the first request with TLS. */
  get https(): HttpsAgent {
    this.#https ??= boundIdle(new (nodeHttps().Agent)(this.#options))
    return this.#https
  }

  /** Closes the connections that are kept. */
  destroy(): void {
    this.http.destroy()
    this.#https?.destroy()
  }
}

function boundIdle<Agent extends HttpAgent>(agent: Agent): Agent {
  const keep = agent.keepSocketAlive.bind(agent)
  agent.keepSocketAlive = (socket) => idleCount(agent) < idleCountMax && keep(socket)
  return agent
}

function idleCount({ freeSockets }: HttpAgent): number {
  let count = 0
  for (const name in freeSockets) count += freeSockets[name]?.length ?? 0
  return count
}
