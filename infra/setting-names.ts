import { about, SETTING_NAMES } from './settings.ts';

/** Read by `npm start` beside the settings. */
const OF_START = ['PORT', 'AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_SQS'];

/** Read by Node, npm, the shell, AWS's clients, Twilio's and the tunnels' tools: whoever shares `.env` with us. */
const FOREIGN =
  /^(?:AWS_|CDK_|NODE_|NPM_|npm_|NGROK_|TUNNEL_|SAM_|DOCKER_|COMPOSE_)|^(?:PATH|HOME|TZ|LANG|CI|DEBUG|NO_COLOR|FORCE_COLOR|CHROMIUM_PATH|SECRET_ARN|ALL_PROXY|(?:HTTPS?|NO)_PROXY|TWILIO_(?:API_SECRET|REGION|EDGE|PROFILE|LOG_LEVEL))$/i;

/** Names that people give; none is a misspelling of one that the deployment sets itself. */
const GIVEN = [...SETTING_NAMES.filter((name) => !about(name).isProvided), ...OF_START];
const KNOWN = new Set<string>([...SETTING_NAMES, ...OF_START]);

/** Whether it is a name that we read, of a single word too. */
export function isKnownName(name: string): boolean {
  return KNOWN.has(name);
}

const bare = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');

/** How many letters are to be put in, left out, changed or swapped with their neighbour. */
export function distance(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = row;
  }
  return last[to.length] ?? 0;
}

/** The part of the letters that may be wrong for a name to be what was meant. */
const FAR = 0.34;
/** So few are no question of words. */
const SLIPS = 2;
/** What is shorter may begin as any name does. */
const LEAST_BEGINNING = 6;

/** The name that somebody most likely meant; undefined where none is near. */
export function meant(name: string, known: readonly string[]): string | undefined {
  const rated = known.map((candidate) => ({ candidate, far: howFar(name, candidate) }));
  const [nearest] = rated.toSorted((one, other) => one.far - other.far);
  return nearest !== undefined && nearest.far <= FAR ? nearest.candidate : undefined;
}

function howFar(name: string, candidate: string): number {
  const [given, ours] = [bare(name), bare(candidate)];
  const [words, ourWords] = [wordsOf(name), wordsOf(candidate)];
  const slips = distance(given, ours);
  const whole = slips / Math.max(given.length, ours.length);
  if (slips <= SLIPS) return whole / 10;
  // Begun and not ended: `HANDOF_WINDOW`.
  const begun =
    given.length < LEAST_BEGINNING ? 1 : (1 + distance(given, ours.slice(0, given.length))) / given.length;
  // All words of one, and some more: `TWILIO_PHONE_NUMBER`, `VAPI_KEY`.
  const shared = words.filter((word) => ourWords.includes(word)).length;
  const isWithin = shared >= 2 && shared === Math.min(words.length, ourWords.length);
  const wordy = isWithin ? 0.1 * (1 - shared / Math.max(words.length, ourWords.length)) : 1;
  return Math.min(whole, begun, wordy);
}

/** What is wrong with a name that is none of ours, with what was meant where that can be told. */
export function unknownName(name: string, known: readonly string[] = GIVEN): string {
  const near = meant(name, known);
  return near === undefined ? `${name} is no setting` : `${name} is no setting; did you mean ${near}?`;
}

/** What is wrong with the names in a file of settings: everything there is meant for us, or for a tool beside us. */
export function namesInFile(names: readonly string[]): string[] {
  return names.filter((name) => !KNOWN.has(name) && !FOREIGN.test(name)).map((name) => unknownName(name));
}

/**
 * What is wrong with the names in the environment of a process. Most are somebody else's, so only those count by which
 * nobody can have meant another than ours.
 */
export function namesInEnvironment(names: readonly string[]): string[] {
  return names
    .filter((name) => !KNOWN.has(name) && !FOREIGN.test(name) && isMisspelt(name))
    .map((name) => unknownName(name));
}

/** Names of so plain words that other programs read the like: `LOGLEVEL`. */
const PLAIN: readonly string[] = ['LOG_LEVEL'];

/** The same letters in another case or with other strokes; a slip or two behind our first word; a slip in that word. */
function isMisspelt(name: string): boolean {
  const [theirs = '', ...others] = name.toUpperCase().split(/[_-]/);
  return GIVEN.some((candidate) => {
    const [first = '', ...rest] = candidate.split('_');
    // Single words (`Port`, `bridge`) are everybody's.
    if (rest.length === 0 || PLAIN.includes(candidate)) return false;
    if (bare(candidate) === bare(name)) return true;
    if (theirs === first) return distance(name.toUpperCase(), candidate) <= (candidate.length < 12 ? 1 : 2);
    const isFirstSlipped = theirs[0] === first[0] && first.length > 3 && distance(theirs, first) === 1;
    return isFirstSlipped && rest.join('_') === others.join('_');
  });
}
