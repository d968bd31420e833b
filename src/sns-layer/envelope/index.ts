export {
  type ConfirmationParts,
  type ConfirmationRequest,
  subscriptionConfirmation,
  unsubscribeConfirmation,
} from './confirmation.ts'
export { Links, type PublicAddress } from './links.ts'
export { Notification, type NotifiedMessage, timestampOf } from './notification.ts'
