/*
 * Modules of Node, the way CommonJS gets them. An `import` of values of node:http reads every export once, and among those are
 * getters that load all of undici: 20 ms of the start and 5 MB for a client that nobody uses here.
 */

export const nodeHttp = process.getBuiltinModule('node:http')

/** Loaded when it is asked for, as it loads all of TLS: 3 MB, and all certificates that the environment names. */
export const nodeHttps = (): typeof import('node:https') => process.getBuiltinModule('node:https')

/** Loaded when it is asked for: few servers ever speak it. */
export const nodeHttp2 = (): typeof import('node:http2') => process.getBuiltinModule('node:http2')
