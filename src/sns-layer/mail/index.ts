export { isEmailAddress } from './email-address.ts'
export {
  type ConfirmationRequest,
  confirmationSubject,
  confirmationText,
  type Notification,
  notificationSubject,
  notificationText,
} from './mail-texts.ts'
export type { Mail, Mailer } from './mailer.ts'
export { SmtpMailer, type SmtpMailerOptions } from './smtp-mailer.ts'
