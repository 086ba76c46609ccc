const SHOWN_FIRST = 5;
const SHOWN_LAST = 4;

/** Returns an agent's address so that its owner knows it and nobody else can ring it: `+1415…0177`, `sip:…@example.com`. */
export function hidden(contact: string): string {
  const [, scheme, host = ''] = /^(sips?|client):[^@]*(@.*)?$/i.exec(contact) ?? [];
  if (scheme !== undefined) return `${scheme.toLowerCase()}:…${host}`;
  if (contact.length <= SHOWN_FIRST + SHOWN_LAST + 1) return '…';
  return `${contact.slice(0, SHOWN_FIRST)}…${contact.slice(-SHOWN_LAST)}`;
}
