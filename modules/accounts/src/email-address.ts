/**
 * The form under which an address is compared: one person does not become two by capitals or by the way that an accent is encoded.
 * Mailbox names are case-sensitive by RFC 5321 and nowhere in practice.
 */
export function comparableEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}
