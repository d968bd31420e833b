/** Where the server is reached from outside. Asked for with each use: the port is known once the server listens. */
export interface PublicAddress {
  /** `http://127.0.0.1:4567`: of links that people and subscribers open. */
  linkBase(): string
  /** `https://127.0.0.1:4567`: of the certificate, which validators fetch by HTTPS only. */
  certificateBase(): string
}

/** Source of the forms: SNS Developer Guide, "HTTP/HTTPS notification JSON format". ARNs need no escapes in a query. */
export class Links {
  readonly #address: PublicAddress

  constructor(address: PublicAddress) {
    this.#address = address
  }

  unsubscribe(subscriptionArn: string): string {
    return `${this.#address.linkBase()}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`
  }

  confirm(topicArn: string, token: string): string {
    return `${this.#address.linkBase()}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`
  }

  certificate(id: string): string {
    return `${this.#address.certificateBase()}/SimpleNotificationService-${id}.pem`
  }
}
