const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{M}\p{N}]+/gu;

/** The words of a text as they are compared to tell whether two texts are one; a letter each where a script has no blanks. */
export const plainWords = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(WORDS) ?? [];
