import { chosenAttributes } from '../../sns-layer/sms/index.ts'
import { defineOperation } from './operation.ts'
import { nextPage, pageMax, pageStart } from './pages.ts'
import { readPhoneNumber } from './phone-number-input.ts'

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 * @throws InvalidParameter
 */
export const setSMSAttributes = defineOperation({
  name: 'SetSMSAttributes',
  access: { action: 'sns:SetSMSAttributes', resource: () => '*' },
  async run({ attributes }, { messaging: { sms } }, { caller }) {
    await sms.setAttributes(caller, attributes)
    return {}
  },
})

/** Source: https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html */
export const getSMSAttributes = defineOperation({
  name: 'GetSMSAttributes',
  access: { action: 'sns:GetSMSAttributes', resource: () => '*' },
  async run({ attributes: names = [] }, { messaging: { sms } }, { caller }) {
    return { attributes: chosenAttributes(sms.of(caller), names) }
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html
 * @throws InvalidParameter
 */
export const checkIfPhoneNumberIsOptedOut = defineOperation({
  name: 'CheckIfPhoneNumberIsOptedOut',
  access: { action: 'sns:CheckIfPhoneNumberIsOptedOut', resource: () => '*' },
  async run({ phoneNumber }, { messaging: { sms } }, { caller }) {
    return { isOptedOut: sms.of(caller).optedOut.has(readPhoneNumber('phoneNumber', phoneNumber)) }
  },
})

/**
 * The numbers that are opted out, in their order.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListPhoneNumbersOptedOut.html
 * @throws InvalidParameter
 */
export const listPhoneNumbersOptedOut = defineOperation({
  name: 'ListPhoneNumbersOptedOut',
  access: { action: 'sns:ListPhoneNumbersOptedOut', resource: () => '*' },
  async run({ nextToken }, { topics, messaging: { sms } }, { caller }) {
    const list = ['ListPhoneNumbersOptedOut', caller.account, caller.region]
    const after = pageStart(nextToken, topics.pageTokens, list)
    const rest = [...sms.of(caller).optedOut.keys()].filter((number) => number > after).sort()
    const page = rest.slice(0, pageMax)
    return {
      phoneNumbers: page,
      nextToken: nextPage(page.length < rest.length ? page.at(-1) : undefined, topics.pageTokens, list),
    }
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html
 * @throws InvalidParameter
 */
export const optInPhoneNumber = defineOperation({
  name: 'OptInPhoneNumber',
  access: { action: 'sns:OptInPhoneNumber', resource: () => '*' },
  async run({ phoneNumber }, { messaging: { sms } }, { caller }) {
    await sms.optIn(caller, readPhoneNumber('phoneNumber', phoneNumber))
    return {}
  },
})
