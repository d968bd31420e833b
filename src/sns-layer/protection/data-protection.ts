import { deniedData } from './errors.ts'
import { type DataDirection, foundIn, type ProtectionStatement, replacedIn } from './protection-statement.ts'
import { readProtectionPolicy } from './read-protection-policy.ts'

/** The texts of a message, which are all that is looked at: subject and attributes are not. */
export interface ProtectedTexts {
  readonly message: string
  readonly messageOf: Readonly<Record<string, string>>
}

/** A data protection policy, compiled. What denies goes before what changes. */
export class DataProtection {
  readonly #statements: readonly ProtectionStatement[]

  private constructor(statements: readonly ProtectionStatement[]) {
    this.#statements = statements
  }

  /** @throws DATA_PROTECTION_POLICY_INVALID */
  static compile(policy: string): DataProtection {
    return new DataProtection(readProtectionPolicy(policy))
  }

  concerns(direction: DataDirection): boolean {
    return this.#statements.some((statement) => statement.direction === direction)
  }

  /**
   * The message as the policy leaves it; the same one if it changes nothing.
   * @param account who publishes, or who has subscribed
   * @throws MESSAGE_DATA_DENIED
   */
  apply<Message extends ProtectedTexts>(
    message: Message,
    direction: DataDirection,
    account: string,
  ): Message {
    const statements = this.#statements.filter(
      (statement) =>
        statement.direction === direction &&
        (statement.accounts === undefined || statement.accounts.has(account)),
    )
    if (statements.length === 0) return message
    const texts = [message.message, ...Object.values(message.messageOf)]
    refuseDenied(statements, texts)
    const changed = texts.map((text) => deidentified(statements, text))
    if (changed.every((text, i) => text === texts[i])) return message
    const names = Object.keys(message.messageOf)
    const messageOf: Record<string, string> = Object.create(null)
    for (const [i, name] of names.entries()) messageOf[name] = changed[i + 1]!
    return { ...message, message: changed[0]!, messageOf }
  }
}

function refuseDenied(statements: readonly ProtectionStatement[], texts: readonly string[]): void {
  for (const statement of statements) {
    if (statement.operation.kind !== 'deny') continue
    for (const text of texts) {
      const found = foundIn(statement, text)
      if (found !== undefined) throw deniedData(found)
    }
  }
}

function deidentified(statements: readonly ProtectionStatement[], text: string): string {
  let left = text
  for (const statement of statements) {
    const { operation } = statement
    if (operation.kind === 'replace') left = replacedIn(statement, left, operation.character)
  }
  return left
}
