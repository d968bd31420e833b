import { loadServiceModel } from '../../wire/index.ts'
import model from './model.json' with { type: 'json' }
import type { KinesisOperations } from './shapes.ts'

/*
 * The newest model lets PartitionKey be absent, for streams that distribute records by themselves. There are none here,
 * so it is required as it was before, and its absence is named together with whatever else is wrong with an input.
 */
const { PutRecordInput, PutRecordsRequestEntry } = model.shapes
const shapes = {
  ...model.shapes,
  PutRecordInput: { ...PutRecordInput, required: [...PutRecordInput.required, 'PartitionKey'] },
  PutRecordsRequestEntry: {
    ...PutRecordsRequestEntry,
    required: [...PutRecordsRequestEntry.required, 'PartitionKey'],
  },
}

/** The service model of Kinesis Data Streams: `kinesisModel.operations.PutRecord` and its like. */
export const kinesisModel = loadServiceModel<keyof KinesisOperations>({ ...model, shapes })
