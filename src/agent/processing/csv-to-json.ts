import type { ConfigObject } from '../config/config-object.ts'

/** `v1, v2` with the names f1 and f2: `{"f1":"v1","f2":"v2"}`. A record with fewer or more values has another format. */
export function csvToJson(option: ConfigObject): (text: string) => string | undefined {
  const names = option.texts('customFieldNames') ?? option.missing('customFieldNames')
  /* AWS's own example has a backslash and a t where it means a tab. */
  const delimiter = (option.text('delimiter') ?? ',').replaceAll('\\t', '\t')
  return (text) => {
    const values = text.split(delimiter)
    if (values.length !== names.length) return undefined
    return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, values[i]?.trim()])))
  }
}
