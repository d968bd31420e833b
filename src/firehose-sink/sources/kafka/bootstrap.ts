/** How a cluster is reached first; it says itself where its brokers are. */
export interface Bootstrap {
  readonly brokers: readonly { readonly host: string; readonly port: number }[]
  readonly tls: boolean
  readonly login: Login | undefined
}

export interface Login {
  readonly mechanism: (typeof mechanisms)[number]
  readonly username: string
  readonly password: string
}

/** The first is the one that MSK has. Source: https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html */
const mechanisms = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'PLAIN'] as const

const form = /^(kafkas?):\/\/(?:([^:@/?#]*):([^@/?#]*)@)?([^@/?#]+)\/?(?:\?mechanism=([A-Z0-9-]+))?$/
const brokerForm = /^(\[[0-9a-f:.]+\]|[^:,[\]]+):(\d{1,5})$/i

/**
 * Reads `kafka://host:port,host:port`, with `kafkas` for TLS, and `user:password@` before the hosts for SASL, by
 * `?mechanism=`.
 * @returns undefined for what is none
 */
export function parseBootstrap(url: string): Bootstrap | undefined {
  const [, scheme, user, password = '', hosts = '', given = mechanisms[0]] = form.exec(url) ?? []
  const mechanism = mechanisms.find((known) => known === given)
  const brokers = hosts.split(',').map((host) => brokerForm.exec(host))
  if (scheme === undefined || mechanism === undefined) return undefined
  if (!brokers.every((broker) => broker !== null && Number(broker[2]) <= 65_535)) return undefined
  const username = decoded(user ?? '')
  const secret = decoded(password)
  if (username === undefined || secret === undefined) return undefined
  return {
    brokers: brokers.map((broker) => ({
      host: broker![1]!.replaceAll(/[[\]]/g, ''),
      port: Number(broker![2]),
    })),
    tls: scheme === 'kafkas',
    login: user === undefined ? undefined : { mechanism, username, password: secret },
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
