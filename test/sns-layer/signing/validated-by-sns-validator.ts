import { once } from 'node:events'
import { globalAgent } from 'node:https'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import MessageValidator from 'sns-validator'

/**
 * What the validator of AWS for JavaScript says of an envelope: it fetches the certificate from the server, over HTTPS. The server's own
 * certificate for TLS is trusted meanwhile, as NODE_EXTRA_CA_CERTS would have it.
 * @throws what it refuses the envelope with
 */
export async function validatedBySnsValidator(
  envelope: string,
  port: number,
): Promise<Record<string, unknown>> {
  const validator = new MessageValidator(/^127\.0\.0\.1:\d+$/)
  const trusted = globalAgent.options.ca
  globalAgent.options.ca = await certificateAt(port)
  try {
    const validate = promisify(validator.validate.bind(validator))
    return (await validate(JSON.parse(envelope))) as unknown as Record<string, unknown>
  } finally {
    if (trusted === undefined) delete globalAgent.options.ca
    else globalAgent.options.ca = trusted
    globalAgent.destroy()
  }
}

async function certificateAt(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const raw = socket.getPeerCertificate().raw.toString('base64')
  socket.destroy()
  return `-----BEGIN CERTIFICATE-----\n${raw.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`
}
