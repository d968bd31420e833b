const MiB = 1024 * 1024

/**
 * Memory for a store of which a test opens many: by default one has 200 MiB of it, which no page is behind, but for which
 * V8 collects its whole heap at every second store. That was a quarter of the time of such tests.
 */
export const smallMemory = {
  slabBytes: MiB,
  slabs: 6,
  workspaceBytes: 4 * MiB,
  inputBytes: 0,
  blockCacheBytes: MiB,
} as const
