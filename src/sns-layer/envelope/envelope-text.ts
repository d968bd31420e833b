/** Members of an envelope in their order. Undefined ones are left out; `Json` are written as they are. */
export type EnvelopeMembers = readonly (readonly [name: string, value: string | Json | undefined])[]

/** A text that is JSON already. */
export class Json {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** An envelope as AWS lays it out: a member a line, with spaces around the colon. */
export function envelopeText(members: EnvelopeMembers): string {
  const lines = members.flatMap(([name, value]) => {
    if (value === undefined) return []
    return [`  ${JSON.stringify(name)} : ${value instanceof Json ? value.text : JSON.stringify(value)}`]
  })
  return `{\n${lines.join(',\n')}\n}`
}
