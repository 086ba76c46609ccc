/** Fewer characters can be tried out. */
const LEAST_LENGTH = 16;
const LEAST_DIFFERENT = 5;
/** What is shorter and comes again and again is no longer secret than it is long. */
const LEAST_REPEATED = 8;

/** Words that stand where a value belongs. */
const STAND_INS =
  /\.\.\.|…|<[^<>]*>|x{6}|change[\W_]*(?:me|this|it)|place[\W_]*holder|(?:fill|put)[\W_]*(?:me[\W_]*)?in|(?:insert|replace|enter|paste)[\W_]*(?:me|this|with|your|here)|your[\W_]*(?:own|secret|key|token|api|auth|vapi|twilio|crm|password|private|value|tunnel)|(?:secret|key|token|value|password)[\W_]*(?:goes[\W_]*)?here/i;
/** A variable that nobody has put its value for, or a pair of brackets around a name. */
const UNEXPANDED = /^(?:\$\{?\{?\s*[\w.]+\s*\}?\}?|\$\(.*\)|`.*`|\{\{?[^{}]*\}?\}|\[[^[\]]*\]|%\w+%)$/;

/** A text of these alone says what belongs there, and is no value. */
const FILLERS = new Set(
  'a an any the my our your it in here goes this some set undefined null very super long short random secret secrets secure private key keys token tokens password value text string example sample dummy fake todo tbd none auth api server hook signing link vapi twilio crm changeme x xxx'.split(
    ' ',
  ),
);

/** A number behind the words counts placeholders; a longer one is somebody's own. */
const COUNTS = /^\d{0,5}$/;

/** Whether the text stands where a value is still to be put. */
export function isPlaceholder(text: string): boolean {
  if (STAND_INS.test(text) || UNEXPANDED.test(text) || !/[\p{L}\p{N}]/u.test(text)) return true;
  const words = repeatedIn(text)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const isFiller = (word: string) => COUNTS.test(word) || FILLERS.has(word.replace(/\d{1,8}$/, ''));
  return words.some((word) => /\p{L}/u.test(word)) && words.every(isFiller);
}

/** What is wrong with a secret; undefined for one that nobody guesses. Never quotes it. */
export function weaknessOf(secret: string, least = LEAST_LENGTH): string | undefined {
  if (isPlaceholder(secret)) return 'is a placeholder';
  if (secret.length < least) return `is shorter than ${least} characters`;
  const once = repeatedIn(secret);
  const isEasy = new Set(secret).size < LEAST_DIFFERENT || once.length < LEAST_REPEATED || isCounted(once);
  return isEasy ? 'is too easy to guess' : undefined;
}

/** Whether digits follow each other as one counts: `1234567890123456`. */
function isCounted(text: string): boolean {
  const steps = [...text].slice(1).map((digit, at) => (Number(digit) - Number(text[at]) + 10) % 10);
  return /^\d+$/.test(text) && new Set(steps).size === 1;
}

/** The shortest text of which this one is a repetition, the last time perhaps cut off; the whole where there is none. */
function repeatedIn(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.slice(length) === text.slice(0, -length)) return text.slice(0, length);
  }
  return text;
}
