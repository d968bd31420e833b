import { type Case, consumerCases } from './case.ts'

export const cases: Case<'DeregisterStreamConsumer'>[] = [...consumerCases]
