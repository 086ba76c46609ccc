import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../base/json.ts';
import type { OutputPlace } from '../conversation/events.ts';
import { isFilled } from './loose.ts';
import { outputsOf, type StructuredOutput, says } from './report-content.ts';

/**
 * An output is known by its name, a field by its own as long as no other output has one of that name: `apart` are
 * the outputs whose fields stay together under the output's name.
 */
function standingApart(outputs: readonly StructuredOutput[]): ReadonlySet<StructuredOutput> {
  const apart = new Set<StructuredOutput>();
  const namesOf = (output: StructuredOutput): string[] =>
    isObject(output.result) && !apart.has(output) ? Object.keys(output.result) : [output.name];
  let before: number;
  do {
    before = apart.size;
    const owners = new Map<string, number>();
    for (const output of outputs) {
      for (const name of namesOf(output)) owners.set(name, (owners.get(name) ?? 0) + 1);
    }
    for (const output of outputs) {
      const isShared = namesOf(output).some((name) => (owners.get(name) ?? 0) > 1);
      if (isShared && isObject(output.result)) apart.add(output);
    }
  } while (apart.size > before);
  return apart;
}

/** Whether an answer tells more than none; 0 is one. */
const isAnswer = (value: unknown): boolean => isFilled(value) || value === 0;

/**
 * What the analysis found, from both of the places where Vapi writes it. No output loses an answer to another one:
 * where two have a field of one name, each of them stands as a whole under its own name, and the second of two
 * outputs of one name also has its id. An empty answer replaces no other. `places` says where the fields of each output
 * stand.
 */
export function structuredOf(
  analysis: Record<string, unknown>,
  artifact: Record<string, unknown>,
): { found: Map<string, unknown>; places: OutputPlace[] } {
  const places: OutputPlace[] = [];
  const found = new Map<string, unknown>();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || (found.has(name) && !isAnswer(value))) return;
    found.set(name, value);
  };
  const addAll = (name: string, value: unknown): void => {
    if (isObject(value)) for (const [field, one] of Object.entries(value)) add(field, one);
    else add(name, value);
  };
  addAll('structuredData', analysis.structuredData ?? undefined);

  const outputs = outputsOf(artifact);
  const answered = outputs.filter(({ result }) => says(result));
  const apart = standingApart(answered);
  const isFlat = (output: StructuredOutput) => isObject(output.result) && !apart.has(output);
  const taken = new Map<string, unknown>(
    answered.filter(isFlat).flatMap(({ result }) => (isObject(result) ? Object.entries(result) : [])),
  );
  for (const output of answered) {
    const { id, name, result } = output;
    if (isFlat(output)) {
      addAll(name, result);
      if (isObject(result)) places.push({ name, fields: Object.keys(result) });
      continue;
    }
    let key = name;
    while (taken.has(key) && !isDeepStrictEqual(taken.get(key), result)) key = `${key} (${id})`;
    taken.set(key, result);
    add(key, result);
    if (isObject(result)) places.push({ name, under: key });
  }
  for (const { name, result } of outputs) if (!says(result)) addAll(name, result);
  return { found, places };
}

/** Words for a summary, and those that leave it one of the whole call: a summary of an order is something else. */
const SUMMARY = ['summary', 'recap', 'synopsis', 'zusammenfassung', 'resumen', 'resume'];
const OF_THE_CALL =
  /^(?:the|a|an|of|after|post|end|text|v|en|es|fr|english|detailed|concise|one|two|three|line|sentence|paragraph|short|brief|long|full|final|overall|executive|general|ai|vapi|phone|voice|call|calls|conversation|session|interaction|contact|chat|transcript|anruf|anrufs|gesprach|gesprachs|gesamt|kurz|der|des|del|de|la|l|llamada|conversacion|appel|conversation)$/;
const GERMAN_COMPOUND = /^(?:anruf|gesprach|telefonat|kurz|gesamt)s?zusammenfassung$/;

/** Whether a name says that what it names sums the call up: `summary`, `callSummary`, `Call summary`. */
export function isNameOfSummary(name: string): boolean {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && !OF_THE_CALL.test(word));
  const [word, ...others] = words;
  return word !== undefined && others.length === 0 && (SUMMARY.includes(word) || GERMAN_COMPOUND.test(word));
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

const firstOf = (values: readonly unknown[]): string | undefined =>
  values.map(textIn).find((text) => text !== undefined);

const namedSummaries = (value: unknown): unknown[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([field, one]) => (isNameOfSummary(field) ? [one] : []))
    : [];

/** An output that is called a summary is one, as a text or with a single text in it. */
function summaryIn({ name, result }: StructuredOutput): string | undefined {
  if (!isNameOfSummary(name)) return undefined;
  if (!isObject(result)) return textIn(result);
  const texts = Object.values(result).filter((one) => textIn(one) !== undefined);
  return firstOf(namedSummaries(result)) ?? (texts.length === 1 ? textIn(texts[0]) : undefined);
}

/**
 * The summary among structured outputs: an output of that name, else a field of that name in an output, else in the
 * older structured data. Vapi's own summary goes before all of them.
 */
export function summaryAmong(
  analysis: Record<string, unknown>,
  artifact: Record<string, unknown>,
): string | undefined {
  const outputs = outputsOf(artifact);
  return (
    firstOf(outputs.map(summaryIn)) ??
    firstOf(outputs.flatMap(({ result }) => namedSummaries(result))) ??
    firstOf(namedSummaries(analysis.structuredData))
  );
}
