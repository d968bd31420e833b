import { loadServiceModel } from '../../wire/index.ts'
import model from './model.json' with { type: 'json' }
import type { SNSOperations } from './shapes.ts'

/** The service model of SNS: `snsModel.operations.Publish` and its like. */
export const snsModel = loadServiceModel<keyof SNSOperations>(model)
