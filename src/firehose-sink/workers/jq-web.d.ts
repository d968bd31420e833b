/* jq-web comes without types. */
declare module 'jq-web' {
  export interface Jq {
    /** @returns what jq prints; undefined when the program has halted @throws Error with what jq says of the program or the input */
    raw(json: string, filter: string, flags: readonly string[]): string | undefined
  }
  const jq: Promise<Jq>
  export default jq
}
