import { absentStreamCases, addressCases, type Case } from './case.ts'

export const cases: Case<'DeleteStream'>[] = [
  ...addressCases({}),
  ...absentStreamCases({ EnforceConsumerDeletion: true }),
  {
    name: 'refuses to delete a stream with consumers',
    input: { StreamName: 'orders' },
    error: {
      code: 'ResourceInUseException',
      message:
        "DeleteStream can't delete 000000000000:orders because there are consumers associated with this data " +
        'stream. To delete orders anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of ' +
        'all the consumers that are associated with it.',
    },
    source: 'https://github.com/rebuy-de/aws-nuke/issues/497',
  },
]
