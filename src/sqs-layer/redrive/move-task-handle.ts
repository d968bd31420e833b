import type { MoveTaskState } from '../control/move-task-state.ts'

/** As AWS's: base64 of JSON with the task's id and the ARN of its source. */
export function moveTaskHandleOf({ id, sourceArn }: MoveTaskState): string {
  return Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64')
}

/** @returns undefined for what is no handle */
export function parseMoveTaskHandle(handle: string): { taskId: string; sourceArn: string } | undefined {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as Record<
      string,
      unknown
    >
    return typeof taskId === 'string' && typeof sourceArn === 'string' ? { taskId, sourceArn } : undefined
  } catch {
    return undefined
  }
}
