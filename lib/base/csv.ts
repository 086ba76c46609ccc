/**
 * A spreadsheet takes these at the beginning of a cell for a formula, in full width too. One that parts cells by semicolons, as in half of
 * Europe, or by tabs begins a cell behind each of them, quoted or not.
 */
const FORMULA = /^(?=[=+\-@＝＋－＠\t\r\n])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/g;

/** A cell of foreign text: what would be a formula begins with an apostrophe, which spreadsheets take for text. */
export function cellOf(text: string | null = ''): string {
  const defused = (text ?? '').replaceAll(FORMULA, "'");
  return /[",;\t\r\n]/.test(defused) ? quoted(defused) : defused;
}

/** A cell in quotes: a text that begins as a formula does (`+14155550123`) and is none. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Lines of cells as a file for spreadsheets (RFC 4180). */
export function csvOf(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}
