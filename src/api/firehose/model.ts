import type { FirehoseOperations } from '../../firehose-sink/index.ts'
import { loadServiceModel } from '../../wire/index.ts'
import model from './model.json' with { type: 'json' }

/** The service model of Firehose. Its types are in src/firehose-sink/shapes.ts: configurations are kept in AWS's form. */
export const firehoseModel = loadServiceModel<keyof FirehoseOperations>(model)
