import { groupAfter } from './digit-runs.ts';

/** How long the IBANs of each country are (the IBAN registry of ISO 13616). */
const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 ' +
    'YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const START = /(?<![\p{L}\p{N}_])[A-Z] ?[A-Z][ -]?\d[ -]?\d/giu;
const NOT_ITS_OWN = /[ .-]/;
const CHARACTER = /[A-Z\d]/i;

/** ISO 7064, mod 97-10: with the first four characters at the end and letters as 10 to 35, the rest is 1. */
const passesMod97 = (characters: string): boolean => {
  let rest = 0;
  for (const character of characters.slice(4) + characters.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
};

/** Where the IBAN that begins at `from` ends; undefined where none does. */
const endOfIban = (text: string, from: number): number | undefined => {
  let characters = '';
  let length = 4;
  let blanks = 0;
  for (let at = from; characters.length < length; at++) {
    const character = text[at] ?? '';
    if (NOT_ITS_OWN.test(character) && blanks === 0) {
      blanks = 1;
      continue;
    }
    if (!CHARACTER.test(character)) return undefined;
    blanks = 0;
    characters += character.toUpperCase();
    if (characters.length === 2) length = LENGTHS.get(characters) ?? 0;
    if (characters.length === length && passesMod97(characters)) {
      return /[\p{L}\p{N}]/u.test(text[at + 1] ?? '') ? undefined : at + 1;
    }
  }
  return undefined;
};

/** Two letters with something else than a digit behind them; what is said digit by digit may begin so. */
const START_SAID = /(?<![\p{L}\p{N}_])[A-Z][ -]?[A-Z](?=[\s,.-]{1,3}\p{L})/giu;
const LETTERS_SAID = /[\s,.-]{1,3}([A-Z]{1,4})(?![\p{L}\p{N}_])/iuy;

/** Where the IBAN ends that is read out from `from` on, digits and letters one by one or in groups. */
const endOfSaid = (text: string, from: number, start: string): number | undefined => {
  let characters = start.replace(/[^A-Z]/gi, '').toUpperCase();
  const length = LENGTHS.get(characters) ?? 0;
  let at = from + start.length;
  while (characters.length < length) {
    const group = groupAfter(text, at);
    LETTERS_SAID.lastIndex = at;
    const letters = group === undefined ? LETTERS_SAID.exec(text)?.[1] : undefined;
    if (group === undefined && letters === undefined) return undefined;
    characters += group?.digits ?? letters?.toUpperCase() ?? '';
    at = group?.to ?? LETTERS_SAID.lastIndex;
  }
  return characters.length === length && length > 0 && passesMod97(characters) ? at : undefined;
};

/** Where IBANs stand in a text, in order: of their country's length, with the right checksum. */
export const ibansIn = (text: string): { from: number; to: number }[] => {
  const spans: { from: number; to: number }[] = [];
  let behind = 0;
  const starts = [...text.matchAll(START), ...text.matchAll(START_SAID)].toSorted(
    (a, b) => a.index - b.index,
  );
  for (const { index, 0: start } of starts) {
    const to =
      index < behind ? undefined : /\d/.test(start) ? endOfIban(text, index) : endOfSaid(text, index, start);
    if (to === undefined) continue;
    spans.push({ from: index, to });
    behind = to;
  }
  return spans;
};
