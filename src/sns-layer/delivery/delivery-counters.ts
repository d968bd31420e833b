/** Of one topic, since the start. Source of the names and of what counts: Amazon SNS Developer Guide, "Monitoring topics using CloudWatch". */
export class DeliveryCounters {
  notificationsDelivered = 0
  /** Of HTTP and HTTPS endpoints every attempt that failed, of others the deliveries that were given up. */
  notificationsFailed = 0
  notificationsRedrivenToDlq = 0
  notificationsFailedToRedriveToDlq = 0
}
