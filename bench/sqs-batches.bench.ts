/*
 * Question: what do the three requests of a queue cost, SendMessageBatch, ReceiveMessage and DeleteMessageBatch of ten messages of
 * 1 KiB on 64 connections, durably, beside a bare node:http server that parses and answers them and keeps nothing?
 *
 *   npm run bench -- sqs-batches [--bodies json] [--rounds 3] [--smoke]
 */
import { compareQueues } from './lib/compare-queues.ts'

await compareQueues({ batch: 10, connections: 64, warmupCycles: 8000, ratioMax: 0.8 })
