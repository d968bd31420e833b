import type { Page } from '../http/index.ts'
import type { SnsIdentity } from './sns-identity.ts'

/** The certificate that SNS's messages point to, under a path like AWS's. */
export function signingPage(identity: () => Promise<SnsIdentity>): Page {
  return {
    path: '/SimpleNotificationService-:id.pem',
    async answer({ id = '' }) {
      const { signer } = await identity()
      const body = await signer.certificate(id)
      return body === undefined ? undefined : { contentType: 'application/x-pem-file', body }
    },
  }
}
