import { shownApplicationAttributes } from '../../sns-layer/push/index.ts'
import type { Caller } from '../caller.ts'
import { defineOperation } from './operation.ts'
import { nextPage, pageMax, pageStart } from './pages.ts'

const applicationArnIn = ({ PlatformApplicationArn }: { PlatformApplicationArn: string }) =>
  PlatformApplicationArn

/**
 * Makes an application with a push service, or finds the one that has the name and the same attributes.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html
 * @throws InvalidParameter
 */
export const createPlatformApplication = defineOperation({
  name: 'CreatePlatformApplication',
  access: {
    action: 'sns:CreatePlatformApplication',
    resource: ({ Name, Platform }, { account, region }: Caller) =>
      `arn:aws:sns:${region}:${account}:app/${Platform}/${Name}`,
  },
  async run({ Name, Platform, Attributes }, { messaging: { applications } }, { caller }) {
    const request = { name: Name, platform: Platform, attributes: Attributes }
    return { PlatformApplicationArn: await applications.create(caller, request) }
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_DeletePlatformApplication.html
 * @throws InvalidParameter
 */
export const deletePlatformApplication = defineOperation({
  name: 'DeletePlatformApplication',
  access: { action: 'sns:DeletePlatformApplication', resource: applicationArnIn },
  async run({ PlatformApplicationArn: arn }, { messaging: { applications } }, { caller }) {
    await applications.remove(caller, arn)
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_GetPlatformApplicationAttributes.html
 * @throws NotFound, InvalidParameter
 */
export const getPlatformApplicationAttributes = defineOperation({
  name: 'GetPlatformApplicationAttributes',
  access: { action: 'sns:GetPlatformApplicationAttributes', resource: applicationArnIn },
  async run({ PlatformApplicationArn: arn }, { messaging: { applications } }, { caller }) {
    const { platform, enabled, attributes } = applications.get(caller, arn).state
    return { Attributes: shownApplicationAttributes(platform, enabled, attributes) }
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_SetPlatformApplicationAttributes.html
 * @throws NotFound, InvalidParameter
 */
export const setPlatformApplicationAttributes = defineOperation({
  name: 'SetPlatformApplicationAttributes',
  access: { action: 'sns:SetPlatformApplicationAttributes', resource: applicationArnIn },
  async run({ PlatformApplicationArn: arn, Attributes }, { messaging: { applications } }, { caller }) {
    await applications.setAttributes(caller, arn, Attributes)
  },
})

/**
 * The caller's applications by ARN.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListPlatformApplications.html
 * @throws InvalidParameter
 */
export const listPlatformApplications = defineOperation({
  name: 'ListPlatformApplications',
  access: { action: 'sns:ListPlatformApplications', resource: () => '*' },
  async run({ NextToken }, { topics, messaging: { applications } }, { caller }) {
    const list = ['ListPlatformApplications', caller.account, caller.region]
    const after = pageStart(NextToken, topics.pageTokens, list)
    const rest = applications.list(caller).filter(({ arn }) => arn > after)
    const page = rest.slice(0, pageMax)
    return {
      PlatformApplications: page.map(({ arn, state: { platform, enabled, attributes } }) => ({
        PlatformApplicationArn: arn,
        Attributes: shownApplicationAttributes(platform, enabled, attributes),
      })),
      NextToken: nextPage(page.length < rest.length ? page.at(-1)?.arn : undefined, topics.pageTokens, list),
    }
  },
})
