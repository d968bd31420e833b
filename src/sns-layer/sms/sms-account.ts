import type { Owner } from '../../sqs-layer/index.ts'

/** A number that the account may send to while it is in the sandbox, or has asked to. On the disk these members are part of the format. */
export interface SandboxNumber {
  readonly phoneNumber: string
  readonly languageCode: string
  readonly status: 'Pending' | 'Verified'
  /** The one-time password that was sent last. Gone once it has been right. */
  readonly code?: string
  readonly codeSentMs: number
  readonly wrongCodes: number
  /** When it was verified, or that was tried for the last time. */
  readonly triedMs: number
}

/** What one account has set and been told about text messages in one region. */
export interface SmsAccount {
  readonly owner: Owner
  /** As SetSMSAttributes has them. */
  attributes: Readonly<Record<string, string>>
  /** Since when, by number. */
  readonly optedOut: Map<string, number>
  /** When a number was opted in, of those that were within the last 30 days. */
  readonly optedIn: Map<string, number>
  readonly sandbox: Map<string, SandboxNumber>
  /** What the messages of a month (`2026-01`, UTC) have cost so far, in millionths of a US dollar. */
  spent: { readonly month: string; readonly microUsd: number }
}

export function newAccount(owner: Owner): SmsAccount {
  return {
    owner,
    attributes: {},
    optedOut: new Map(),
    optedIn: new Map(),
    sandbox: new Map(),
    spent: { month: '', microUsd: 0 },
  }
}

export function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7)
}
