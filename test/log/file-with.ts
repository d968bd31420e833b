import type { File } from '../../src/base/index.ts'

/** The file with some of its operations replaced: for disks on which something fails, waits or is written down. */
export function fileWith(file: File, changes: Partial<File>): File {
  return {
    write: (position, chunks) => file.write(position, chunks),
    sync: () => file.sync(),
    read: (position, length, target) => file.read(position, length, target),
    size: () => file.size(),
    truncate: (size) => file.truncate(size),
    close: () => file.close(),
    ...changes,
  }
}
