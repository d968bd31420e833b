import { StartedServer } from './started-server.ts'

export function startPutFloor(directory: string): Promise<StartedServer> {
  return StartedServer.start(['bench/floor/put-floor.ts', '--data', directory])
}

/** Answers single PutRecords only. */
export function startSocketFloor(): Promise<StartedServer> {
  return StartedServer.start(['bench/floor/socket-floor.ts'])
}

export function startGetFloor(): Promise<StartedServer> {
  return StartedServer.start(['bench/floor/get-floor.ts'])
}

export function startQueueFloor(): Promise<StartedServer> {
  return StartedServer.start(['bench/floor/queue-floor.ts'])
}
