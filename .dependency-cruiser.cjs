/* The architecture: who may import whom. The table is docs/ARCHITECTURE.md's, as data; imports go downward only. */
const mayImport = {
  base: [],
  log: ['base'],
  partitioner: ['base'],
  shards: ['base', 'log', 'partitioner'],
  'sqs-layer': ['base', 'log'],
  'sns-layer': ['base', 'log', 'sqs-layer'],
  'stream-queues': ['base', 'log', 'shards', 'sqs-layer'],
  'firehose-sink': ['base', 'log', 'shards'],
  access: ['base', 'log'],
  wire: ['base'],
  api: [
    'base',
    'wire',
    'access',
    'partitioner',
    'shards',
    'sqs-layer',
    'stream-queues',
    'sns-layer',
    'firehose-sink',
  ],
  http: ['base', 'wire', 'access', 'api'],
  aggregation: ['base'],
  consumers: ['base', 'aggregation'],
  producers: ['base', 'aggregation'],
  server: [
    'base',
    'log',
    'partitioner',
    'shards',
    'sqs-layer',
    'stream-queues',
    'sns-layer',
    'firehose-sink',
    'access',
    'wire',
    'api',
    'http',
  ],
  cli: ['base', 'server', 'consumers', 'producers'],
}
const folders = Object.keys(mayImport)
const pathOf = (names) => `^src/(${names.join('|')})/`

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    ...folders.map((folder) => ({
      name: `layer-${folder}`,
      comment: `src/${folder} may import: ${mayImport[folder].join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: pathOf([folder]) },
      to: { path: '^src/', pathNot: [pathOf([folder, ...mayImport[folder]])] },
    })),
    ...folders.map((folder) => ({
      name: `door-${folder}`,
      comment: `src/${folder} is entered through its index.ts`,
      severity: 'error',
      from: { path: '^src/', pathNot: pathOf([folder]) },
      to: { path: pathOf([folder]), pathNot: `^src/${folder}/(index\\.ts|[^/]+/index\\.ts)$` },
    })),
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
