export type { HttpAnswer } from './exchange.ts'
export { HttpClient, type HttpClientOptions, type HttpRequest } from './http-client.ts'
