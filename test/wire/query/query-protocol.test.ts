import { expect, test } from 'vitest'
import { sqsModel } from '../../../src/api/sqs/model.ts'
import type { SQSOperations } from '../../../src/api/sqs/shapes.ts'
import { AwsError, loadServiceModel, QueryErrors, QueryProtocol, readForm } from '../../../src/wire/index.ts'

const xmlNamespace = 'http://queue.amazonaws.com/doc/2012-11-05/'

function protocolFor(operation: string, form: string): QueryProtocol {
  return new QueryProtocol({ form: readForm(form), operation, requestId: 'request-1', xmlNamespace })
}

const noBody = Buffer.alloc(0)
function decode(operation: keyof SQSOperations, form: string) {
  return protocolFor(operation, form).decode(noBody, sqsModel.operations[operation].input)
}

test('flattened maps, numbers and blobs are read by the names that Query has', () => {
  const attribute = 'MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=Binary'
  const form = `Action=SendMessage&QueueUrl=http%3A%2F%2Fq&MessageBody=a+b%2Bc%26&DelaySeconds=5&${attribute}&MessageAttribute.1.Value.BinaryValue=YQ%3D%3D`
  expect(decode('SendMessage', form)).toEqual({
    QueueUrl: 'http://q',
    MessageBody: 'a b+c&',
    DelaySeconds: 5,
    MessageAttributes: { n: { DataType: 'Binary', BinaryValue: Buffer.from('a') } },
  })
})

test('items come in the order of their numbers, whatever the order and the gaps', () => {
  const names = 'AttributeName.10=c&AttributeName.2=b&AttributeName.1=a&AttributeName.x=no'
  expect(decode('GetQueueAttributes', names)).toEqual({ AttributeNames: ['a', 'b', 'c'] })
})

test('structures in lists keep their own lists and maps', () => {
  const entry = (i: number) =>
    `SendMessageBatchRequestEntry.${i}.Id=id${i}&SendMessageBatchRequestEntry.${i}.MessageBody=b` +
    `&SendMessageBatchRequestEntry.${i}.MessageAttribute.1.Name=k&SendMessageBatchRequestEntry.${i}.MessageAttribute.1.Value.StringValue=v`
  const attributes = { k: { StringValue: 'v' } }
  expect(decode('SendMessageBatch', `${entry(1)}&${entry(2)}`)).toEqual({
    Entries: [
      { Id: 'id1', MessageBody: 'b', MessageAttributes: attributes },
      { Id: 'id2', MessageBody: 'b', MessageAttributes: attributes },
    ],
  })
})

test('a list or map of one may come without a number, as in examples of the documentation', () => {
  expect(decode('ReceiveMessage', 'AttributeName=All')).toMatchObject({ AttributeNames: ['All'] })
  expect(decode('SetQueueAttributes', 'Attribute.Name=DelaySeconds&Attribute.Value=3')).toEqual({
    Attributes: { DelaySeconds: '3' },
  })
})

test('an empty text is an empty list, and a member that is not there is absent', () => {
  expect(decode('GetQueueAttributes', 'AttributeName=')).toEqual({ AttributeNames: [] })
  expect(decode('GetQueueAttributes', '')).toEqual({})
})

test.each([
  ['DelaySeconds=abc', 'STRING_VALUE can not be converted to an Integer'],
  ['DelaySeconds=', 'STRING_VALUE can not be converted to an Integer'],
  ['DelaySeconds.1=5', 'Start of structure or map found where not expected'],
  ['MessageAttribute.1.Name=a&MessageAttribute.1.Value.BinaryValue=a', 'can not be converted to a Blob'],
])('what is none of its type is refused: %s', (form, message) => {
  expect(() => decode('SendMessage', form)).toThrow(
    expect.objectContaining({ code: 'MalformedInput', message: expect.stringContaining(message) }),
  )
})

test.each([
  ['%zz=1', 'URL-encoded'],
  ['a=%ff', 'URL-encoded'],
  [Array(40).fill('a').join('.'), 'too many parts'],
  ['a=1&'.repeat(10_001), 'too many parameters'],
])('what is no form, or too much of one, is refused: %.20s', (form, message) => {
  expect(() => readForm(form)).toThrow(
    expect.objectContaining({ code: 'MalformedQueryString', message: expect.stringContaining(message) }),
  )
})

test('an answer has its result in it, and the id of the request behind that', () => {
  const { output } = sqsModel.operations.GetQueueAttributes
  const body = protocolFor('GetQueueAttributes', '').encode({ Attributes: { Policy: '<&">\r' } }, output)
  expect(body.toString()).toBe(
    `<?xml version="1.0"?><GetQueueAttributesResponse xmlns="${xmlNamespace}"><GetQueueAttributesResult>` +
      '<Attribute><Name>Policy</Name><Value>&lt;&amp;&quot;&gt;&#xD;</Value></Attribute></GetQueueAttributesResult>' +
      '<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></GetQueueAttributesResponse>',
  )
})

test('an operation without an answer is answered with the id of the request alone', () => {
  expect(protocolFor('DeleteQueue', '').encode(undefined, undefined).toString()).toBe(
    `<?xml version="1.0"?><DeleteQueueResponse xmlns="${xmlNamespace}"><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></DeleteQueueResponse>`,
  )
})

test('an error has the code of Query, and says whose fault it was', () => {
  const error = new AwsError('QueueDoesNotExist', 'no <queue>\u0000', { queryCode: 'Old.NonExistentQueue' })
  expect(new QueryErrors('request-1', xmlNamespace).encodeError(error).toString()).toBe(
    `<?xml version="1.0"?><ErrorResponse xmlns="${xmlNamespace}"><Error><Type>Sender</Type><Code>Old.NonExistentQueue</Code>` +
      '<Message>no &lt;queue&gt;\ufffd</Message><Detail/></Error><RequestId>request-1</RequestId></ErrorResponse>',
  )
  const failure = new AwsError('InternalFailure', '', { status: 500 })
  expect(new QueryErrors('request-1', undefined).encodeError(failure).toString()).toContain(
    '<ErrorResponse><Error><Type>Receiver</Type>',
  )
})

test('lists and maps that are not flattened have elements around them, named as the model says or by default', () => {
  const model = loadServiceModel({
    metadata: { serviceId: 'S', apiVersion: '1', protocol: 'query' },
    operations: { Do: { input: { shape: 'In' }, output: { shape: 'In' } } },
    shapes: {
      In: {
        type: 'structure',
        members: {
          L: { shape: 'L' },
          M: { shape: 'M' },
          T: { shape: 'T' },
          F: { shape: 'F' },
          Deep: { shape: 'Deep' },
        },
      },
      L: { type: 'list', member: { shape: 'Str' } },
      Deep: { type: 'list', member: { shape: 'L', locationName: 'row' } },
      M: { type: 'map', key: { shape: 'Str', locationName: 'Name' }, value: { shape: 'B' } },
      Str: { type: 'string' },
      B: { type: 'boolean' },
      T: { type: 'timestamp' },
      F: { type: 'double' },
    },
  })
  const shape = model.operations.Do?.input
  const form =
    'L.member.1=a&M.entry.1.Name=k&M.entry.1.value=TRUE&T=2020-01-02T03:04:05Z&F=1.5&Deep.row.1.member.1=x'
  const input = { L: ['a'], M: { k: true }, T: Date.UTC(2020, 0, 2, 3, 4, 5), F: 1.5, Deep: [['x']] }
  expect(protocolFor('Do', form).decode(noBody, shape)).toEqual(input)
  expect(protocolFor('Do', '').encode(input, shape).toString()).toContain(
    '<L><member>a</member></L><M><entry><Name>k</Name><value>true</value></entry></M><T>2020-01-02T03:04:05.000Z</T><F>1.5</F><Deep><row><member>x</member></row></Deep>',
  )
})
