import { systemClock } from '../base/index.ts'
import { Links } from '../sns-layer/envelope/index.ts'
import { Signer } from '../sns-layer/signing/index.ts'
import type { ServerAddress } from './server-address.ts'
import type { ServerPorts } from './server-ports.ts'
import { signingCertificate } from './signing-certificate.ts'

/** By what subscribers know that a message is this server's, and where they find it. */
export interface SnsIdentity {
  readonly signer: Signer
  readonly links: Links
}

/** Signs with a key that is made when it is first needed. */
export function snsIdentity({ files }: ServerPorts, directory: string, address: ServerAddress): SnsIdentity {
  const links = new Links(address)
  const signer = new Signer({
    /* Subscribers hold it against the time of day, whatever clock the server runs by. */
    load: () => signingCertificate(files, `${directory}/sns-signing`, systemClock.nowMs()),
    certificateUrl: (id) => links.certificate(id),
  })
  return { signer, links }
}
