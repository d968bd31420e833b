import { sqsModel } from '../../../src/api/sqs/model.ts'
import type { SQSOperations } from '../../../src/api/sqs/shapes.ts'
import type { Member, Shape, StructureShape } from '../../../src/wire/index.ts'
import { arnOf, batchError, type ExpectedError, missing, modelError, url } from './cases/case.ts'

/*
 * For each member of each input of the model, however deep, an otherwise good input in which this member alone is missing, empty,
 * null, or a value that its enum does not have; and one in which it is left out though it may be, or has each value that the enum has.
 * The model of SQS has no other constraints: the bounds that its documentation gives are in documented-bounds.ts.
 */
export interface ConstraintCase {
  readonly operation: keyof SQSOperations
  readonly what: string
  readonly input: object
  /** Undefined: the model has nothing against it. */
  readonly error: ExpectedError | undefined
  /** Query has no null, and leaves out what is empty. */
  readonly jsonOnly?: true
}

type Input = Record<string, unknown>

/** Puts a value at the place of a member; without one, leaves it out. */
type Place = (...value: [] | [unknown]) => object

/** Good values of what is required, by the names of members. */
const goodValues: Input = {
  QueueUrl: url('orders'),
  QueueName: 'orders',
  SourceArn: arnOf('dead'),
  TaskHandle: 'a',
  Label: 'a',
  AWSAccountIds: ['111111111111'],
  Actions: ['SendMessage'],
  ReceiptHandle: 'a',
  VisibilityTimeout: 1,
  MessageBody: 'a',
  Attributes: { DelaySeconds: '0' },
  Tags: { team: 'a b' },
  TagKeys: ['a'],
  Id: 'a',
  DataType: 'String',
}

export const constraintCases: readonly ConstraintCase[] = Object.entries(sqsModel.operations).flatMap(
  ([name, { input }]) => {
    const operation = name as keyof SQSOperations
    return input === undefined ? [] : structureCases(operation, input, (value) => value as object, '')
  },
)

function structureCases(
  operation: ConstraintCase['operation'],
  shape: StructureShape,
  place: (value: Input) => object,
  prefix: string,
): ConstraintCase[] {
  const whole = goodInput(shape)
  return shape.members.flatMap((member) => {
    const { [member.name]: _, ...others } = whole
    const placeMember: Place = (...value) =>
      place(value.length === 0 ? others : { ...others, [member.name]: value[0] })
    return [
      ...presenceCases(operation, member, placeMember, prefix),
      ...insideCases(operation, member, placeMember, prefix),
    ]
  })
}

function presenceCases(
  operation: ConstraintCase['operation'],
  member: Member,
  place: Place,
  prefix: string,
): ConstraintCase[] {
  const path = prefix + member.name
  if (!member.required) return [{ operation, what: `${path} left out`, input: place(), error: undefined }]
  const error = missingError(member, path)
  const cases: ConstraintCase[] = [
    { operation, what: `${path} missing`, input: place(), error },
    { operation, what: `${path} null`, input: place(null), error, jsonOnly: true },
  ]
  const empty = { string: '', list: [], map: {} }[member.shape.kind as string]
  if (empty !== undefined) {
    cases.push({ operation, what: `${path} empty`, input: place(empty), error, jsonOnly: true })
  }
  return cases
}

function insideCases(
  operation: ConstraintCase['operation'],
  { name, queryName, shape }: Member,
  place: Place,
  prefix: string,
): ConstraintCase[] {
  const path = `${prefix}${queryName}.1`
  if (shape.kind === 'list') {
    const what = `${prefix}${name} with a null`
    const nothing: ConstraintCase = {
      operation,
      what,
      input: place([null]),
      error: missing(path),
      jsonOnly: true,
    }
    if (shape.member.kind === 'structure') {
      return [nothing, ...structureCases(operation, shape.member, (item) => place([item]), `${path}.`)]
    }
    return [nothing, ...enumCases(operation, shape.member, `${prefix}${name}`, (item) => place([item]))]
  }
  if (shape.kind === 'map') {
    const error = missing(`${path}.${shape.valueName}`)
    const what = `${prefix}${name} with a null`
    return [{ operation, what, input: place({ DelaySeconds: null }), error, jsonOnly: true }]
  }
  return []
}

/** Members of lists. (What keys of maps may be depends on more than the model: cases/queues.ts, cases/messages.ts.) */
function enumCases(
  operation: ConstraintCase['operation'],
  shape: Shape,
  path: string,
  place: (value: string) => object,
): ConstraintCase[] {
  if (shape.kind !== 'string' || shape.values === undefined) return []
  const unknown = modelError('InvalidAttributeName', 'Unknown Attribute Nonesuch.')
  return [
    { operation, what: `${path} of none`, input: place('Nonesuch'), error: unknown },
    ...namesOf(operation, path, shape.values).map((value) => ({
      operation,
      what: `${path} of ${value}`,
      input: place(value),
      error: undefined,
    })),
  ]
}

/** AttributeNames of ReceiveMessage has in the model the names of queues' attributes; meant are those of messages. */
function namesOf(operation: string, path: string, values: readonly string[]): readonly string[] {
  if (operation !== 'ReceiveMessage' || path !== 'AttributeNames') return values
  return ['All', 'SenderId', 'SentTimestamp', 'ApproximateReceiveCount', 'ApproximateFirstReceiveTimestamp']
}

function missingError({ name, queryName }: Member, path: string): ExpectedError {
  if (name !== 'Entries') return missing(path)
  return batchError('EmptyBatchRequest', `There should be at least one ${queryName} in the request.`)
}

/** An input with what is required, and no more. */
function goodInput({ members }: StructureShape): Input {
  return Object.fromEntries(
    members.filter(({ required }) => required).map(({ name, shape }) => [name, goodValue(name, shape)]),
  )
}

function goodValue(name: string, shape: Shape): unknown {
  if (Object.hasOwn(goodValues, name)) return goodValues[name]
  if (shape.kind === 'list' && shape.member.kind === 'structure') return [goodInput(shape.member)]
  throw new Error(`add a good value of ${name}`)
}
