/**
 * About how many tokens of a language model a text is; rather too many than too few. English has about 4 letters to a
 * token. Digits and punctuation come in shorter pieces, and so do Latin letters with accents: 2 to a token. Of other
 * scripts and emoji, each character is about one.
 */
export const tokensOf = (text: string): number => {
  let quarters = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const letter = unit === 32 || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
    // The second half of a pair was counted with the first.
    if (unit < 0xdc00 || unit > 0xdfff) quarters += letter ? 1 : unit < 0x250 ? 2 : 4;
  }
  return quarters / 4;
};

/** Room for a text, or what it takes: bytes of JSON, and tokens. */
export type Budget = { bytes: number; tokens: number };

/** What stands in JSON as it is, a byte each. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** What a text takes in JSON, without its quotation marks. It adds up: parts take as much as the whole. */
export const sizeOf = (text: string): Budget => {
  if (PLAIN.test(text)) return { bytes: text.length, tokens: tokensOf(text) };
  const json = JSON.stringify(text).slice(1, -1);
  return { bytes: Buffer.byteLength(json), tokens: tokensOf(json) };
};

export const fits = (size: Budget, room: Budget): boolean =>
  size.bytes <= room.bytes && size.tokens <= room.tokens;

export const NOTHING: Budget = { bytes: 0, tokens: 0 };
export const sum = (sizes: readonly Budget[]): Budget =>
  sizes.reduce(
    (all, { bytes, tokens }) => ({ bytes: all.bytes + bytes, tokens: all.tokens + tokens }),
    NOTHING,
  );
export const minus = (room: Budget, size: Budget): Budget => ({
  bytes: room.bytes - size.bytes,
  tokens: room.tokens - size.tokens,
});

/** Something that can be written at length or shortly: a text, or a list that loses its last items. */
export type Part = {
  /** All of it. */
  size: Budget;
  /** How much of the room it gets beside the others. */
  weight: number;
  /** What it gets however little room there is, in bytes. */
  floor: number;
  /** Writes as much of it as there is room for, and says what that takes. */
  write: (room: Budget) => Budget;
};

/** The share of the room that a size takes: of bytes or of tokens, whichever is scarcer for it. */
const shareOf = (size: Budget, room: Budget): number =>
  Math.max(size.bytes / Math.max(room.bytes, 1), size.tokens / Math.max(room.tokens, 1));

/** What a part may take at a level. A floor in bytes is at most half as many tokens. */
const roomAt = (level: number, { weight, floor }: Part, room: Budget): Budget => ({
  bytes: Math.max(floor, level * weight * room.bytes),
  tokens: Math.max(floor / 2, level * weight * room.tokens),
});

/** The highest level at which all parts fit together: short ones whole, so that long ones get what they leave. */
const levelOf = (parts: readonly Part[], room: Budget): number => {
  const taken = (level: number) =>
    parts
      .map((part) => Math.min(shareOf(part.size, room), shareOf(roomAt(level, part, room), room)))
      .reduce((all, share) => all + share, 0);
  if (taken(1) <= 1) return 1;
  let low = 0;
  let high = 1;
  // A thousandth of the room is less than a word.
  for (let round = 0; round < 10; round++) {
    const middle = (low + high) / 2;
    if (taken(middle) <= 1) low = middle;
    else high = middle;
  }
  return low;
};

/**
 * Writes all parts into the room, in order of their rank, and says what is left. Each part takes at most its level;
 * what a cut at a sentence leaves over goes to the parts that were cut, the first ones first.
 */
export const shareOut = (parts: readonly Part[], room: Budget): Budget => {
  const level = levelOf(parts, room);
  const sizes = parts.map((part) => part.write(roomAt(level, part, room)));
  let left = minus(room, sum(sizes));
  for (const [at, part] of parts.entries()) {
    const size = sizes[at] ?? NOTHING;
    if (left.bytes <= 0 || left.tokens <= 0 || size.bytes >= part.size.bytes) continue;
    left = sum([left, size]);
    left = minus(left, part.write(left));
  }
  return left;
};
