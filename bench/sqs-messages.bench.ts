/*
 * Question: what do SendMessage, ReceiveMessage and DeleteMessage of one message of 1 KiB cost on 64 connections, durably, beside a
 * bare node:http server that parses and answers them and keeps nothing?
 *
 *   npm run bench -- sqs-messages [--bodies json] [--rounds 3] [--smoke]
 */
import { compareQueues } from './lib/compare-queues.ts'

await compareQueues({ batch: 1, connections: 64, warmupCycles: 20_000, ratioMax: 0.6 })
