/** A stream as messages name it: `stream orders under account 000000000000`. */
export function streamLabel({ name, account }: { readonly name: string; readonly account: string }): string {
  return `stream ${name} under account ${account}`
}
