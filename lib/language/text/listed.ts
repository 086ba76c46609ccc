/** The words of a list that has blanks between them. */
export function listed(words: string): string[] {
  return words.match(/\S+/g) ?? [];
}
