/** Fewer characters can be tried out. */
const LEAST_LENGTH = 16;
const LEAST_DIFFERENT = 5;
/** What is shorter and comes again and again is no longer secret than it is long. */
const LEAST_REPEATED = 8;

/** Words that stand where a value belongs. */
const STAND_INS =
  /\.\.\.|…|<[^<>]*>|x{6}|change[\W_]*(?:me|this|it)|place[\W_]*holder|(?:fill|put)[\W_]*(?:me[\W_]*)?in|(?:insert|replace|enter|paste)[\W_]*(?:me|this|with|your|here)|your[\W_]*(?:own|secret|key|token|api|auth|vapi|twilio|crm|password|private|value|tunnel)|(?:secret|key|token|value|password)[\W_]*(?:goes[\W_]*)?here/i;
/** A variable that nobody has put its value for, or a pair of brackets around a name. */
const UNEXPANDED = /^(?:\$\{?\{?\s*[\w.]+\s*\}?\}?|\{\{?[^{}]*\}?\}|\[[^[\]]*\]|%\w+%)$/;

/** A text of these alone says what belongs there, and is no value. */
const FILLERS = new Set(
  'a an any the my our your it in here goes very super long short random secret secrets secure private key keys token tokens password value text string example sample dummy fake todo none auth api server hook signing link vapi twilio crm changeme x xxx'.split(
    ' ',
  ),
);

/** Whether the text stands where a value is still to be put. */
export function isPlaceholder(text: string): boolean {
  if (STAND_INS.test(text) || UNEXPANDED.test(text) || !/[\p{L}\p{N}]/u.test(text)) return true;
  const words = repeatedIn(text)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+|\d+$/u)
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => FILLERS.has(word));
}

/** What is wrong with a secret; undefined for one that nobody guesses. Never quotes it. */
export function weaknessOf(secret: string, least = LEAST_LENGTH): string | undefined {
  if (isPlaceholder(secret)) return 'is a placeholder';
  if (secret.length < least) return `is shorter than ${least} characters`;
  const different = new Set(secret).size;
  const isEasy =
    different < LEAST_DIFFERENT || repeatedIn(secret).length < LEAST_REPEATED || /^\d+$/.test(secret);
  return isEasy ? 'is too easy to guess' : undefined;
}

/** The shortest text of which this one is a repetition, the last time perhaps cut off; the whole where there is none. */
function repeatedIn(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.slice(length) === text.slice(0, -length)) return text.slice(0, length);
  }
  return text;
}
