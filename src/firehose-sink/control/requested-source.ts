import { invalidSetting, unavailable } from '../errors.ts'
import type { CreateDeliveryStreamInput, SourceDescription } from '../shapes.ts'
import type {
  DeliveryStreamState,
  DeliveryStreamType,
  SourceConfigurations,
} from './delivery-stream-state.ts'

/** The member that each type takes. */
const memberOf: Readonly<Record<DeliveryStreamType, keyof CreateDeliveryStreamInput>> = {
  DirectPut: 'DirectPutSourceConfiguration',
  KinesisStreamAsSource: 'KinesisStreamSourceConfiguration',
  MSKAsSource: 'MSKSourceConfiguration',
  DatabaseAsSource: 'DatabaseSourceConfiguration',
}

/**
 * Where the records of a new delivery stream come from. AWS documents which member goes with which type, and not what
 * it answers otherwise: the texts are ours.
 * @throws FIREHOSE_SETTING_INVALID
 */
export function requestedSource(input: CreateDeliveryStreamInput): {
  type: DeliveryStreamType
  source: SourceConfigurations
} {
  const { DeliveryStreamType: type = 'DirectPut' } = input
  const given = Object.values(memberOf).filter((member) => input[member] !== undefined)
  const foreign = given.find((member) => member !== memberOf[type])
  if (foreign !== undefined)
    throw invalidSetting(`${foreign} is not expected when DeliveryStreamType=${type}.`)
  if (type !== 'DirectPut' && given.length === 0)
    throw invalidSetting(`${memberOf[type]} is required when DeliveryStreamType=${type}.`)
  if (type === 'DatabaseAsSource') throw unavailable(`DeliveryStreamType ${type}`)
  const { DirectPutSourceConfiguration, KinesisStreamSourceConfiguration, MSKSourceConfiguration } = input
  return {
    type,
    source: {
      ...(DirectPutSourceConfiguration !== undefined && { DirectPutSourceConfiguration }),
      ...(KinesisStreamSourceConfiguration !== undefined && { KinesisStreamSourceConfiguration }),
      ...(MSKSourceConfiguration !== undefined && { MSKSourceConfiguration }),
    },
  }
}

/** What DescribeDeliveryStream tells of the source. Undefined for direct puts without a hint. */
export function describeSource({ source, createdMs }: DeliveryStreamState): SourceDescription | undefined {
  const DeliveryStartTimestamp = createdMs
  const { DirectPutSourceConfiguration, KinesisStreamSourceConfiguration, MSKSourceConfiguration } = source
  if (DirectPutSourceConfiguration !== undefined)
    return { DirectPutSourceDescription: DirectPutSourceConfiguration }
  if (KinesisStreamSourceConfiguration !== undefined)
    return {
      KinesisStreamSourceDescription: { ...KinesisStreamSourceConfiguration, DeliveryStartTimestamp },
    }
  if (MSKSourceConfiguration !== undefined)
    return { MSKSourceDescription: { ...MSKSourceConfiguration, DeliveryStartTimestamp } }
  return undefined
}
