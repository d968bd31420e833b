/** Source: RFC 5321, 4.5.3.1: 64 octets, an @ and 255 octets. */
const addressLengthMax = 320

/*
 * One mailbox and nothing beside it: no list, no name, no quotes, no route. What this lets through cannot become two
 * recipients, or a header, whatever the mail software makes of it.
 */
const mailbox = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

export function isEmailAddress(text: string): boolean {
  return text.length <= addressLengthMax && mailbox.test(text)
}
