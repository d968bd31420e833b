/** Something that is fetched by its path and is no call of an operation. Its answer is the same for everyone. */
export interface Page {
  /** In fastify's form: `/name-:id.pem`. */
  readonly path: string
  /** Undefined for one that there is not: the request is answered as any that names no operation. */
  answer(parameters: Readonly<Record<string, string>>): Promise<PageAnswer | undefined>
}

export interface PageAnswer {
  readonly contentType: string
  readonly body: string
}
