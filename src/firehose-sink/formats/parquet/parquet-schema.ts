import type { ParquetWriteOptions } from 'hyparquet-writer'
import type { HiveField, HiveType, PrimitiveName } from './hive-type.ts'

/** One of a file's schema, as the library that writes it has them. */
export type SchemaElement = NonNullable<ParquetWriteOptions['schema']>[number]

type Leaf = Omit<SchemaElement, 'name' | 'repetition_type'>

/** Timestamps are microseconds since 1970, which every reader of today knows; Hive's own form, INT96, is given up by the format. */
const leaves: Readonly<Record<PrimitiveName, Leaf>> = {
  boolean: { type: 'BOOLEAN' },
  tinyint: { type: 'INT32', converted_type: 'INT_8' },
  smallint: { type: 'INT32', converted_type: 'INT_16' },
  int: { type: 'INT32' },
  bigint: { type: 'INT64' },
  float: { type: 'FLOAT' },
  double: { type: 'DOUBLE' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  binary: { type: 'BYTE_ARRAY' },
  date: { type: 'INT32', converted_type: 'DATE' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
}

/** The columns, each before what is in it. Every value may be absent, as in Hive. */
export function parquetSchema(columns: readonly HiveField[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap(({ name, type }) => elementsOf(name, type)),
  ]
}

function elementsOf(name: string, type: HiveType): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const
  switch (type.kind) {
    case 'decimal':
      return [
        {
          ...optional,
          type: 'INT64',
          converted_type: 'DECIMAL',
          precision: type.precision,
          scale: type.scale,
        },
      ]
    case 'struct':
      return [
        { ...optional, num_children: type.fields.length },
        ...type.fields.flatMap((field) => elementsOf(field.name, field.type)),
      ]
    case 'array':
      return [
        { ...optional, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elementsOf('element', type.element),
      ]
    case 'map':
      return [
        { ...optional, num_children: 1, converted_type: 'MAP' },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        { name: 'key', repetition_type: 'REQUIRED', ...leaves.string },
        ...elementsOf('value', type.value),
      ]
    default:
      return [{ ...optional, ...leaves[type.kind] }]
  }
}
