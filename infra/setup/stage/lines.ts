/** A line of a file of settings, or several where a value in quotes goes over them. */
export type Line = {
  /** Without what ends it. */
  text: string;
  /** `\n`, `\r\n`, or nothing behind the last one. */
  end: string;
  /** The setting that it gives a value, or whose value it would give without its `#`. */
  defines?: string;
  isCommented?: true;
};

/** Returns a text without the mark (BOM) that some editors begin one with: to Node it is a part of the first name. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

const DEFINITION = /[ \t]*(?:export )?[ \t]*([\w.-]+)[ \t]*=[ \t]*(["'`])?/y;
const COMMENTED = /[ \t]*#[# \t]*(?:export )?([A-Z][A-Z0-9_]*)[ \t]*=/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Returns the lines of a file of settings; together they are the text again. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < text.length; ) {
    const definition = matchAt(DEFINITION, text, at);
    const quote = definition?.[2];
    // A quote that is never closed is a letter of the value, which ends with its line.
    const closing = definition && quote ? text.indexOf(quote, at + definition[0].length) : -1;
    const found = text.indexOf('\n', closing === -1 ? at : closing);
    const next = found === -1 ? text.length : found + 1;
    const [end = ''] = /(?:\r?\n)?$/.exec(text.slice(at, next)) ?? [];
    const commented = definition === null ? matchAt(COMMENTED, text, at) : null;
    const defines = definition?.[1] ?? commented?.[1];
    lines.push({
      text: text.slice(at, next - end.length),
      end,
      ...(defines !== undefined && { defines }),
      ...(commented !== null && { isCommented: true }),
    });
    at = next;
  }
  return lines;
}

export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text, end }) => `${text}${end}`).join('');
}
