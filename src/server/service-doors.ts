import type { ClosedService } from '../api/index.ts'
import { type LogId, rootLogs } from '../log/index.ts'
import type { OptionName } from './option-table.ts'

/** What is known of a service without its modules. */
export interface ServiceDoor extends Omit<ClosedService, 'open'> {
  /** What it keeps begins in these logs. */
  readonly logs: readonly LogId[]
  /** What is checked when it opens, so that whoever starts the server is told. */
  readonly checks: readonly OptionName[]
}

/** A Query request that says neither version nor service goes to the first that has its action. */
export const serviceDoors = {
  kinesis: {
    name: 'kinesis',
    targetPrefix: 'Kinesis_20131202',
    apiVersion: '2013-12-02',
    speaksQuery: false,
    logs: [rootLogs.kinesisControl],
    checks: ['quotas'],
  },
  sqs: {
    name: 'sqs',
    targetPrefix: 'AmazonSQS',
    apiVersion: '2012-11-05',
    speaksQuery: true,
    logs: [rootLogs.sqsControl],
    checks: [],
  },
  sns: {
    name: 'sns',
    targetPrefix: undefined,
    apiVersion: '2010-03-31',
    speaksQuery: true,
    logs: [rootLogs.snsControl, rootLogs.snsPush, rootLogs.snsSms, rootLogs.snsDeliveries],
    checks: ['smsOriginationNumbers'],
  },
  leases: {
    name: 'leases',
    targetPrefix: 'MillraceLeases_20261126',
    apiVersion: '2026-11-26',
    speaksQuery: false,
    logs: [rootLogs.leases],
    checks: [],
  },
  firehose: {
    name: 'firehose',
    targetPrefix: 'Firehose_20150804',
    apiVersion: '2015-08-04',
    speaksQuery: false,
    logs: [rootLogs.firehoseControl],
    checks: ['firehoseRoot', 'firehoseS3Endpoint', 'firehoseEndpoints', 'catalog'],
  },
} as const satisfies Record<string, ServiceDoor>

export type ServiceName = keyof typeof serviceDoors
export const serviceNames = Object.keys(serviceDoors) as ServiceName[]
