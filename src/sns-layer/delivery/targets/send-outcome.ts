import type { SendOutcome } from '../../send-outcome.ts'
import type { DeliveryOutcome } from '../target.ts'

/** What came of handing a message to a mail server, a gateway or a push service, as an outcome of a delivery. */
export function outcomeOfSending(outcome: SendOutcome): DeliveryOutcome {
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'delivered' }
    case 'retry':
      return { kind: 'retry', response: outcome.reason }
    case 'permanent':
      return { kind: 'failed', response: outcome.reason }
  }
}
