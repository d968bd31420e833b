import { type EndpointState, endpointArnOf } from '../../sns-layer/push/index.ts'
import { defineOperation } from './operation.ts'
import { nextPage, pageMax, pageStart } from './pages.ts'

const endpointArnIn = ({ EndpointArn }: { EndpointArn: string }) => EndpointArn

/**
 * Makes an endpoint of an application, or finds the one that has the token and the same attributes.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html
 * @throws NotFound, InvalidParameter
 */
export const createPlatformEndpoint = defineOperation({
  name: 'CreatePlatformEndpoint',
  access: {
    action: 'sns:CreatePlatformEndpoint',
    resource: ({ PlatformApplicationArn }) => PlatformApplicationArn,
  },
  async run(input, { messaging: { applications } }, { caller }) {
    const { PlatformApplicationArn: arn, Token: token, CustomUserData: userData, Attributes = {} } = input
    const request = { token, userData, attributes: Attributes }
    return { EndpointArn: await applications.createEndpoint(caller, arn, request) }
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html
 * @throws InvalidParameter
 */
export const deleteEndpoint = defineOperation({
  name: 'DeleteEndpoint',
  access: { action: 'sns:DeleteEndpoint', resource: endpointArnIn },
  async run({ EndpointArn: arn }, { messaging: { applications } }, { caller }) {
    await applications.removeEndpoint(caller, arn)
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html
 * @throws NotFound, InvalidParameter
 */
export const getEndpointAttributes = defineOperation({
  name: 'GetEndpointAttributes',
  access: { action: 'sns:GetEndpointAttributes', resource: endpointArnIn },
  async run({ EndpointArn: arn }, { messaging: { applications } }, { caller }) {
    return { Attributes: describeEndpoint(applications.getEndpoint(caller, arn).endpoint) }
  },
})

/**
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html
 * @throws NotFound, InvalidParameter
 */
export const setEndpointAttributes = defineOperation({
  name: 'SetEndpointAttributes',
  access: { action: 'sns:SetEndpointAttributes', resource: endpointArnIn },
  async run({ EndpointArn: arn, Attributes }, { messaging: { applications } }, { caller }) {
    await applications.setEndpointAttributes(caller, arn, Attributes)
  },
})

/**
 * The endpoints of an application by id.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html
 * @throws NotFound, InvalidParameter
 */
export const listEndpointsByPlatformApplication = defineOperation({
  name: 'ListEndpointsByPlatformApplication',
  access: {
    action: 'sns:ListEndpointsByPlatformApplication',
    resource: ({ PlatformApplicationArn }) => PlatformApplicationArn,
  },
  async run({ PlatformApplicationArn, NextToken }, { topics, messaging: { applications } }, { caller }) {
    const list = ['ListEndpointsByPlatformApplication', PlatformApplicationArn]
    const application = applications.get(caller, PlatformApplicationArn)
    const found = application.page(pageStart(NextToken, topics.pageTokens, list), pageMax + 1)
    const page = found.slice(0, pageMax)
    const { owner, platform, name } = application.state
    return {
      Endpoints: page.map((endpoint) => ({
        EndpointArn: endpointArnOf({ ...owner, platform, name, id: endpoint.id }),
        Attributes: describeEndpoint(endpoint),
      })),
      NextToken: nextPage(found.length > pageMax ? page.at(-1)?.id : undefined, topics.pageTokens, list),
    }
  },
})

function describeEndpoint({ token, enabled, userData }: EndpointState): Record<string, string> {
  return {
    Enabled: String(enabled),
    Token: token,
    ...(userData !== undefined && { CustomUserData: userData }),
  }
}
