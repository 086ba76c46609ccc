/** A spreadsheet takes these at the beginning of a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell of foreign text: what would be a formula begins with an apostrophe, which spreadsheets take for text. */
export function cellOf(text: string | null = ''): string {
  const said = text ?? '';
  const defused = FORMULA.test(said) ? `'${said}` : said;
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/** Lines of cells as a file for spreadsheets (RFC 4180). */
export function csvOf(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
