import { loadServiceModel } from '../../wire/index.ts'
import model from './model.json' with { type: 'json' }
import type { SQSOperations } from './shapes.ts'

/** The service model of SQS: `sqsModel.operations.SendMessage` and its like. */
export const sqsModel = loadServiceModel<keyof SQSOperations>(model)
