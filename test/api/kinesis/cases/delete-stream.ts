import { absentStreamCases, addressCases, type Case } from './case.ts'

export const cases: Case<'DeleteStream'>[] = [
  ...addressCases({}),
  ...absentStreamCases({ EnforceConsumerDeletion: true }),
]
