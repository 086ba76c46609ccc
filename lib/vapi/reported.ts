import { clip } from '../base/clip.ts';
import type { Reported } from '../conversation/events.ts';
import type { CallReport } from './call-report.ts';

/** Of the 64 KB that SQS counts as one request; a character beyond the first plane takes twelve of them. */
export const REPORTED_BYTES = 56_000;

export const SHORT_SUMMARY_BYTES = 2_000;

export const sentBytes = (value: object): number => {
  const json = JSON.stringify(value);
  return Buffer.byteLength(json) + 4 * (json.match(/[\ud800-\udfff]/g)?.length ?? 0);
};

/** What the last word about a call needs of its report; the transcript stays where it is stored. */
export const reportedOf = ({
  transcript: _long,
  success: _own,
  cut: _note,
  ...told
}: CallReport): Reported => {
  const { summary } = told;
  if (summary === undefined || sentBytes(told) <= REPORTED_BYTES) return told;
  return { ...told, summary: clip(summary, SHORT_SUMMARY_BYTES) };
};
