/* Apart from the rest of the library, as it needs @aws-sdk/client-dynamodb. */
export { DynamoLeaseStore, type DynamoLeaseStoreOptions } from './dynamo-lease-store.ts'
