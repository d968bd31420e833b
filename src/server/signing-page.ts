import type { Page } from '../http/index.ts'
import type { Signer } from '../sns-layer/signing/index.ts'

/** The certificate that SNS's messages point to, under a path like AWS's. */
export function signingPage(signer: Signer): Page {
  return {
    path: '/SimpleNotificationService-:id.pem',
    async answer({ id = '' }) {
      const body = await signer.certificate(id)
      return body === undefined ? undefined : { contentType: 'application/x-pem-file', body }
    },
  }
}
