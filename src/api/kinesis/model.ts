import { loadServiceModel } from '../../wire/index.ts'
import model from './model.json' with { type: 'json' }
import type { KinesisOperations } from './shapes.ts'

/** The service model of Kinesis Data Streams: `kinesisModel.operations.PutRecord` and its like. */
export const kinesisModel = loadServiceModel<keyof KinesisOperations>(model)
