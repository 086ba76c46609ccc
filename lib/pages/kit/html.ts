/** Markup that may stand in the page as it is: made by `html` alone. */
export type Safe = { readonly safe: string };

// The backslash too: so a section takes no more bytes in JSON than in the page, but for the quotes of attributes.
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '\\': '&#92;',
};

/** Text as it can stand between tags and between the quotes of an attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'\\]/g, (character) => ENTITIES[character] ?? '');

/** The bytes that one character takes in the page, escaped, in UTF-8. */
export const bytesOf = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return ENTITIES[character]?.length ?? 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
};

/** A template whose values are escaped, but for those that are markup already. */
export const html = (parts: TemplateStringsArray, ...values: (string | number | Safe)[]): Safe => ({
  safe: parts.reduce((page, part, index) => {
    const value = values[index - 1] ?? '';
    return `${page}${typeof value === 'object' ? value.safe : escaped(String(value))}${part}`;
  }),
});

export const joined = (parts: readonly Safe[]): Safe => ({ safe: parts.map(({ safe }) => safe).join('') });

export const NOTHING: Safe = { safe: '' };
