import {
  beginningOf,
  boundedData,
  type JsonValue,
  type Redact,
  SEAM,
  STRUCTURED_LIMITS,
} from '../base/bounded-data.ts';
import { isObject } from '../base/json.ts';
import type { OutputPlace } from '../conversation/events.ts';
import { list, part, roleOf, timestampOf } from './loose.ts';
import { hasLasted, isOfInstructions, outputsOf, says } from './report-content.ts';
import { structuredOf, summaryAmong } from './structured-outputs.ts';

/** Vapi's last word on a call, redacted and bounded: what is stored, and told to others. */
export type CallReport = {
  endedReason: string;
  /** Milliseconds since 1970. */
  startedAt?: number;
  endedAt?: number;
  /** `AI: ...` and `User: ...`, one line each. */
  transcript?: string;
  summary?: string;
  structured?: Record<string, JsonValue>;
  /** Where the fields of structured outputs stand in it. */
  outputs?: OutputPlace[];
  /** Whether Vapi judged the call a success; undefined for a rubric with more answers than two. */
  success?: boolean;
  /** How many of the parts that make a report useful it has: of two reports the richer one wins (H9). */
  fieldsFilled: number;
  /** What was longer than is kept. */
  cut?: ReportPart[];
};
export const REPORT_PARTS = ['transcript', 'summary', 'structured'] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/**
 * In characters; the transcript also in bytes: with a summary of 4,000 and 16 KB of structured data it fits into one
 * item of DynamoDB (400 KB), whatever its script.
 */
export const REPORT_LIMITS = {
  summary: 4_000,
  transcript: 300_000,
  transcriptBytes: 340_000,
  reason: 200,
  outputsBytes: 4_000,
} as const;

/** Stands where the beginning of a transcript was. */
export const CUT_MARK = '[the beginning is left out]';

const firstText = (...values: unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value.trim() !== '');

/**
 * How many of six parts a report has, by which two reports of one call are compared: by what is in them, for an early
 * report has them too, and blank. Structured outputs count as structured data: they take its place at Vapi, where its
 * analysis plan is deprecated.
 */
export const fieldsFilledOf = (told: Record<string, unknown>): number => {
  const artifact = part(told.artifact);
  const analysis = part(told.analysis);
  const parts = [
    hasLasted(told),
    says([told.summary, analysis.summary]),
    says([told.transcript, artifact.transcript]),
    says([analysis.structuredData, ...outputsOf(artifact).map(({ result }) => result)]),
    says(artifact.transfers),
    list(artifact.messages).some((entry) => !isOfInstructions(part(entry))),
  ];
  return parts.filter(Boolean).length;
};

/** Nothing happened at the beginning of time. */
const momentOf = (value: unknown): number | undefined => {
  const ms = timestampOf(value);
  return ms !== undefined && ms > 0 ? ms : undefined;
};

const SPEAKERS = { assistant: 'AI', caller: 'User' } as const;

/** The talk as Vapi writes a transcript; from its end, and no more of it than can be kept. */
const transcriptOf = (messages: readonly unknown[]): string | undefined => {
  const lines: string[] = [];
  let length = 0;
  for (let index = messages.length - 1; index >= 0 && length <= 2 * REPORT_LIMITS.transcript; index -= 1) {
    const { role, message, content } = part(messages[index]);
    const speaker = roleOf(role);
    const text = firstText(message, content);
    if (speaker === undefined || text === undefined) continue;
    // One line each: nobody can speak a line that seems to be the other's.
    const line = `${SPEAKERS[speaker]}: ${text.trim().replace(/\s/g, ' ')}`;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.length === 0 ? undefined : lines.reverse().join('\n');
};

/** The end of a transcript, from the start of a line, redacted before it is cut. */
const endOf = (text: string, redact: Redact): { text: string; cut: boolean } => {
  const { transcript: most, transcriptBytes } = REPORT_LIMITS;
  const window = text.slice(-2 * most);
  const redacted = redact(window).toWellFormed().trim();
  const whole = window.length === text.length ? redacted : redacted.slice(SEAM);
  const room = most - CUT_MARK.length - 1;
  const fits = whole === redacted && whole.length <= most && Buffer.byteLength(whole) <= transcriptBytes;
  if (fits) return { text: whole, cut: false };
  const bytes = Buffer.from(whole).subarray(-(transcriptBytes - CUT_MARK.length - 1));
  // A character that was cut in two decodes to U+FFFD.
  const tail = bytes.toString('utf8').replace(/^\uFFFD+/, '');
  const kept = tail.slice(-room).replace(/^[\uDC00-\uDFFF]/, '');
  const lineEnd = kept.indexOf('\n');
  const startsLine = whole.length > kept.length && whole.at(-kept.length - 1) === '\n';
  const end = startsLine || lineEnd === -1 ? kept : kept.slice(lineEnd + 1);
  return { text: `${CUT_MARK}\n${end}`, cut: true };
};

const SUCCESSES = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  ['pass', true],
  [false, false],
  ['false', false],
  ['fail', false],
]);
const successOf = (value: unknown): boolean | undefined =>
  SUCCESSES.get(typeof value === 'string' ? value.trim().toLowerCase() : value);

/** The first of them, within `REPORT_LIMITS`, with names as the structured data has them. */
const boundedPlaces = (places: readonly OutputPlace[], redact: Redact): OutputPlace[] => {
  const nameOf = (name: string) => beginningOf(name, STRUCTURED_LIMITS.name, redact).text;
  const bounded: OutputPlace[] = [];
  let left: number = REPORT_LIMITS.outputsBytes;
  for (const { name, under, fields } of places.slice(0, STRUCTURED_LIMITS.fields)) {
    const place: OutputPlace = {
      name: nameOf(name),
      ...(under !== undefined && { under: nameOf(under) }),
      ...(fields !== undefined && { fields: fields.slice(0, STRUCTURED_LIMITS.fields).map(nameOf) }),
    };
    left -= Buffer.byteLength(JSON.stringify(place));
    if (left < 0) break;
    bounded.push(place);
  }
  return bounded;
};

/** A report and a call have the same parts in the same places. */
const read = (told: Record<string, unknown>, redact: Redact): CallReport => {
  const artifact = part(told.artifact);
  const analysis = part(told.analysis);
  const summary = firstText(analysis.summary, told.summary) ?? summaryAmong(analysis, artifact);
  const transcript =
    firstText(artifact.transcript, told.transcript) ??
    transcriptOf(list(artifact.messages)) ??
    transcriptOf(list(told.messages));
  const { found, places } = structuredOf(analysis, artifact);
  const shorter = {
    transcript: transcript === undefined ? undefined : endOf(transcript, redact),
    summary: summary === undefined ? undefined : beginningOf(summary, REPORT_LIMITS.summary, redact),
  };
  const { data, cut: dataCut } = boundedData(Object.fromEntries(found), redact);
  const outputs = boundedPlaces(places, redact);
  const wasCut = { structured: dataCut, summary: shorter.summary?.cut, transcript: shorter.transcript?.cut };
  const cut = REPORT_PARTS.filter((name) => wasCut[name]);
  const startedAt = momentOf(told.startedAt);
  const endedAt = momentOf(told.endedAt);
  const success = successOf(analysis.successEvaluation);
  const reason = firstText(told.endedReason, part(told.call).endedReason) ?? 'unknown';
  return {
    endedReason: beginningOf(reason, REPORT_LIMITS.reason, redact).text,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(shorter.transcript?.text && { transcript: shorter.transcript.text }),
    ...(shorter.summary?.text && { summary: shorter.summary.text }),
    ...(Object.keys(data).length > 0 && { structured: data }),
    ...(outputs.length > 0 && { outputs }),
    ...(success !== undefined && { success }),
    fieldsFilled: fieldsFilledOf(told),
    ...(cut.length > 0 && { cut }),
  };
};

/** The `message` of an end-of-call report (Vapi: server events). Never throws, whatever is in it. */
export const readCallReport = (message: Record<string, unknown>, redact: Redact): CallReport =>
  read(message, redact);

/** A call as Vapi's API shows it; undefined while it has not ended, and for what is no call. Never throws. */
export const readCallRecord = (json: unknown, redact: Redact): CallReport | undefined =>
  isObject(json) && json.status === 'ended' ? read(json, redact) : undefined;
