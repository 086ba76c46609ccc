import colors from 'picocolors';
import type { Beat, Who } from './story.ts';

export type Panel = {
  title: string;
  /** When the human was asked for: the zero of the timeline. */
  since: number;
  beats: readonly Beat[];
  verdict: { good: boolean; text: string } | undefined;
  figures: string;
  /** How far it is, where there is more to it than one call. */
  progress?: string;
  /** What goes on until there is a verdict; without, somebody is on the line. */
  doing?: string;
};

const PAINT: Record<Who, (text: string) => string> = {
  caller: colors.yellow,
  callee: colors.yellow,
  assistant: colors.cyan,
  agent: colors.green,
  twilio: colors.blue,
  handoff: colors.magenta,
  outage: colors.red,
  campaign: colors.blueBright,
};
const TIME_WIDTH = 8;
const GAP = '   ';
/** A terminal may not know its size, and then says 0. */
const UNKNOWN_WIDTH = 120;
const UNKNOWN_HEIGHT = 40;

/** The spaces that make it wide stand outside the colour, where the end of a line can lose them. */
const sized = (text: string, width: number, paint: (text: string) => string): string =>
  text.length <= width
    ? paint(text) + ' '.repeat(width - text.length)
    : paint(`${text.slice(0, width - 1)}…`);

/** Text broken between words into lines of at most `width`. */
const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
};

const rows = (panel: Panel, width: number): string[] => {
  const inner = width - TIME_WIDTH - 1;
  const timeline = panel.beats.flatMap(({ at, who, text }) =>
    wrap(`${who}: ${text}`, inner).map((line, index) => {
      const time = index === 0 ? `${at - panel.since} ms`.padStart(TIME_WIDTH) : ' '.repeat(TIME_WIDTH);
      return `${colors.dim(time)} ${sized(line, inner, PAINT[who])}`;
    }),
  );
  const { verdict, progress = '', doing = 'on the line' } = panel;
  const paint = verdict === undefined ? colors.dim : verdict.good ? colors.green : colors.red;
  const mark = verdict === undefined ? '…' : verdict.good ? '✔' : '✘';
  const waiting = `${doing}, ${((Date.now() - panel.since) / 1000).toFixed(1)} s`;
  const shown = (text: string, paintText: (text: string) => string): string[] =>
    text === '' ? [] : wrap(text, width).map((line) => sized(line, width, paintText));
  return [
    sized(panel.title, width, colors.bold),
    ...shown(progress, colors.cyan),
    colors.dim('─'.repeat(width)),
    ...timeline,
    colors.dim('─'.repeat(width)),
    ...shown(`${mark} ${verdict?.text ?? waiting}`, paint),
    ...shown(panel.figures, colors.dim),
  ];
};

/** The panels side by side where the terminal is wide enough, else one below the other. */
export const draw = (panels: readonly Panel[], columns: number): string[] => {
  const width = Math.min(48, Math.floor((columns - GAP.length * (panels.length - 1)) / panels.length));
  if (width < 34) {
    return panels.flatMap((panel) => [
      ...rows(panel, Math.min(columns, 100)).map((row) => row.trimEnd()),
      '',
    ]);
  }
  const blocks = panels.map((panel) => rows(panel, width));
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map((block) => block[row] ?? ' '.repeat(width))
      .join(GAP)
      .trimEnd(),
  );
};

/** Draws over what it drew before, where somebody watches a terminal; elsewhere only the last picture counts. */
export const screen = (out: NodeJS.WriteStream) => {
  let drawn = 0;
  const paint = (panels: readonly Panel[], last: boolean) => {
    if (!out.isTTY && !last) return;
    const lines = draw(panels, out.columns || UNKNOWN_WIDTH);
    // A picture taller than the window cannot be drawn over: show its end only once.
    const visible = out.isTTY && !last ? lines.slice(-(out.rows || UNKNOWN_HEIGHT) + 2) : lines;
    const up = drawn === 0 ? '' : `\u001b[${drawn}A\u001b[0J`;
    out.write(`${up}${visible.join('\n')}\n`);
    drawn = last ? 0 : visible.length;
  };
  return { paint };
};
