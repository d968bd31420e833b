import { defineOperation } from './operation.ts'
import { nextPage, pageMax, pageStart } from './pages.ts'
import { readPhoneNumber } from './phone-number-input.ts'

/** Source: https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html */
export const getSMSSandboxAccountStatus = defineOperation({
  name: 'GetSMSSandboxAccountStatus',
  access: { action: 'sns:GetSMSSandboxAccountStatus', resource: () => '*' },
  async run(_, { messaging }) {
    return { IsInSandbox: messaging.smsSender.sandbox }
  },
})

/**
 * Adds a number to the sandbox, and sends it a code.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_CreateSMSSandboxPhoneNumber.html
 * @throws InvalidParameter, OptedOut, UserError
 */
export const createSMSSandboxPhoneNumber = defineOperation({
  name: 'CreateSMSSandboxPhoneNumber',
  access: { action: 'sns:CreateSMSSandboxPhoneNumber', resource: () => '*' },
  async run({ PhoneNumber, LanguageCode = 'en-US' }, { messaging }, { caller }) {
    await messaging.sandbox.add(caller, readPhoneNumber('PhoneNumber', PhoneNumber), LanguageCode)
    return {}
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_VerifySMSSandboxPhoneNumber.html
 * @throws InvalidParameter, ResourceNotFound, VerificationException
 */
export const verifySMSSandboxPhoneNumber = defineOperation({
  name: 'VerifySMSSandboxPhoneNumber',
  access: { action: 'sns:VerifySMSSandboxPhoneNumber', resource: () => '*' },
  async run({ PhoneNumber, OneTimePassword }, { messaging }, { caller }) {
    await messaging.sandbox.verify(caller, readPhoneNumber('PhoneNumber', PhoneNumber), OneTimePassword)
    return {}
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_DeleteSMSSandboxPhoneNumber.html
 * @throws InvalidParameter, ResourceNotFound, UserError
 */
export const deleteSMSSandboxPhoneNumber = defineOperation({
  name: 'DeleteSMSSandboxPhoneNumber',
  access: { action: 'sns:DeleteSMSSandboxPhoneNumber', resource: () => '*' },
  async run({ PhoneNumber }, { messaging }, { caller }) {
    await messaging.sandbox.remove(caller, readPhoneNumber('PhoneNumber', PhoneNumber))
    return {}
  },
})

/**
 * The numbers of the sandbox, in their order.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListSMSSandboxPhoneNumbers.html
 * @throws InvalidParameter
 */
export const listSMSSandboxPhoneNumbers = defineOperation({
  name: 'ListSMSSandboxPhoneNumbers',
  access: { action: 'sns:ListSMSSandboxPhoneNumbers', resource: () => '*' },
  async run({ NextToken, MaxResults = pageMax }, { topics, messaging }, { caller }) {
    const list = ['ListSMSSandboxPhoneNumbers', caller.account, caller.region]
    const after = pageStart(NextToken, topics.pageTokens, list)
    const rest = messaging.sandbox.numbers(caller).filter(({ phoneNumber }) => phoneNumber > after)
    const page = rest.slice(0, MaxResults)
    const last = page.length < rest.length ? page.at(-1)?.phoneNumber : undefined
    return {
      PhoneNumbers: page.map(({ phoneNumber, status }) => ({ PhoneNumber: phoneNumber, Status: status })),
      NextToken: nextPage(last, topics.pageTokens, list),
    }
  },
})

/** Source: ListOriginationNumbers in the API reference: at most 30 in an answer. */
const originationNumbersMax = 30

/**
 * The numbers that the gateway sends from, as the server was told at its start. Of a number nothing else is known than that it sends text messages.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListOriginationNumbers.html
 * @throws InvalidParameter
 */
export const listOriginationNumbers = defineOperation({
  name: 'ListOriginationNumbers',
  access: { action: 'sns:ListOriginationNumbers', resource: () => '*' },
  async run({ NextToken, MaxResults = originationNumbersMax }, { topics, messaging }, { caller }) {
    const list = ['ListOriginationNumbers', caller.account, caller.region]
    const after = pageStart(NextToken, topics.pageTokens, list)
    const rest = messaging.smsSender.originationNumbers.filter((number) => number > after).sort()
    const page = rest.slice(0, MaxResults)
    const capabilities = ['SMS'] as const
    return {
      PhoneNumbers: page.map((number) => ({
        PhoneNumber: number,
        Status: 'ACTIVE',
        NumberCapabilities: capabilities,
      })),
      NextToken: nextPage(page.length < rest.length ? page.at(-1) : undefined, topics.pageTokens, list),
    }
  },
})
