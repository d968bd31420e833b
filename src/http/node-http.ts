/**
 * node:http, the way CommonJS gets it. An `import` of its values reads every export once, and among those are
 * getters that load all of undici: 20 ms of the start for a client that nobody uses here.
 */
export const nodeHttp = process.getBuiltinModule('node:http')
