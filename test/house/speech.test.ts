import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { assistantSettings } from '../../infra/assistants/assistant.ts';
import { deskAssistants } from '../../infra/assistants/desk.ts';
import { LANGUAGES, type LanguageCode, SPEECHES } from '../../lib/speech/index.ts';

/** Where sentences stand that are no speech, and why. */
const NO_SPEECH: Readonly<Record<string, string>> = {
  'lib/speech/': 'here they live',
  'lib/pages/': 'the page of an agent is in English as a whole',
};

/** Texts that say to a model at set-up how to use a tool, or to a team what a setting does. */
const EXPLAINING = ['description', 'about'];

/** What is thrown or logged is for whoever runs the service. */
const FOR_OPERATORS = /^(?:new (?:Refusal|Bad\w+|\w*Error)|super|(?:.+\.)?log\.\w+)$/s;

type Node = { type: string; start: number; end: number; [more: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** What is filled in, in a text that is put together. */
const FILLED = '{}';

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? node.value : undefined;
    case 'TemplateLiteral':
      return Array.isArray(node.quasis)
        ? node.quasis.map((one: { value: { cooked: string } }) => one.value.cooked).join(FILLED)
        : undefined;
    case 'BinaryExpression': {
      const [left, right] = [textOf(node.left), textOf(node.right)];
      const isText = node.operator === '+' && (left ?? right) !== undefined;
      return isText ? `${left ?? FILLED}${right ?? FILLED}` : undefined;
    }
    default:
      return undefined;
  }
}

/** A capital and a stop around two words or more, or a capital before three: no keyword of a language of queries. */
function isSentence(text: string): boolean {
  const said = text.replace(/^[\s¿¡“„«]+/u, '');
  const words = said.split(/\s+/).filter((word) => word.includes(FILLED) || /\p{L}/u.test(word));
  const isCapital = /^\p{Lu}(?!\p{Lu})/u.test(said);
  const hasStop = /[.?!…]["”“»)]*\s*$/u.test(said);
  return hasStop ? words.length > 1 && (isCapital || said.startsWith(FILLED)) : words.length > 2 && isCapital;
}

/** The sentences in a file that somebody may get from us, each with its line. */
function sentencesIn(code: string): string[] {
  const found: string[] = [];
  const sourceOf = (node: unknown) => (isNode(node) ? code.slice(node.start, node.end) : '');
  const isForOthers = (node: Node): boolean => {
    if (node.type === 'Property') return EXPLAINING.includes(sourceOf(node.key));
    if (node.type === 'NewExpression') return FOR_OPERATORS.test(`new ${sourceOf(node.callee)}`);
    return node.type === 'CallExpression' && FOR_OPERATORS.test(sourceOf(node.callee));
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value) || isForOthers(value)) return;
    const text = textOf(value);
    if (text !== undefined && isSentence(text)) {
      found.push(`${code.slice(0, value.start).split('\n').length}: ${text}`);
      return;
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(parseAst(code, { lang: 'ts' }));
  return found;
}

describe('A sentence for callers, agents or models', () => {
  it.each([
    "const busy = 'One moment, please.';",
    "const answer = { error: 'This works only in a phone call.' };",
    `const due = { reason: \`The caller interrupted the assistant \${count} times\` };`,
    `const line = \`\${name} is on the line.\`;`,
    "const asked = { question: '¿De qué se trata?' };",
    "goodbye('Au revoir, merci.')",
    "const sorry = 'Sorry, the ' + place + ' is closed.';",
    "const back = { text: 'I’ll be back.' };",
    "const sentences = new Map([['busy', 'All of us are busy.']]);",
    "const who = 'Un conseiller arrive' as const;",
  ])('is one in %s', (code) => {
    expect(sentencesIn(code)).toHaveLength(1);
  });

  it.each([
    "throw new Refusal('BadBody', 'The body is not JSON.');",
    "ports.log.warn('The table is away.', { callId });",
    "class A extends B { constructor() { super('The settings are wrong.'); } }",
    "const words = { description: 'The number ' + 'of the invoice. Never the card.' };",
    "const setting = { about: 'JSON. A day that is missing is closed.' };",
    "const header = 'Content-Type';",
    "const problem = { what: 'is not a list of times' };",
    "const zone = 'Europe/Berlin';",
    '// One moment, please.\nconst a = 1;',
    "const query = 'SET overAt = if_not_exists(overAt, :now), expiresAt = :expires';",
    `const note = \`\${strategy} refused: \${reason}\`;`,
  ])('is none in %s', (code) => {
    expect(sentencesIn(code)).toEqual([]);
  });

  it('stands in lib/speech, and nowhere else in what is deployed', () => {
    const files = globSync(['lib/**/*.ts', 'functions/*.ts']).sort();
    expect(files.length).toBeGreaterThan(100);
    const elsewhere = files
      .filter((file) => !Object.keys(NO_SPEECH).some((place) => file.startsWith(place)))
      .flatMap((file) => sentencesIn(readFileSync(file, 'utf8')).map((one) => `${file}:${one}`));
    expect(elsewhere).toEqual([]);
  });

  it('is seen where it stands: almost every text of the files in lib/speech is one', () => {
    for (const name of ['english', 'spanish', 'german', 'french']) {
      expect(sentencesIn(readFileSync(`lib/speech/${name}.ts`, 'utf8')).length).toBeGreaterThan(75);
    }
  });
});

type Spoken = { text: string; language: LanguageCode };

/** A team's own words, which stand in what is said as they are. */
const COMPANY = 'Example Energy';

/** What assistants say word for word: first messages, what is said around tools, what is said in a silence. */
function saidIn(value: unknown, language: LanguageCode): Spoken[] {
  if (Array.isArray(value)) return value.flatMap((one) => saidIn(one, language));
  if (typeof value !== 'object' || value === null) return [];
  if ('role' in value && value.role === 'system') return [];
  return Object.entries(value).flatMap(([key, inner]): Spoken[] => {
    if (typeof inner !== 'string') return saidIn(inner, language);
    if (key === 'text' && 'language' in value) {
      return LANGUAGES.filter((one) => one === value.language).map((one) => ({ text: inner, language: one }));
    }
    return ['firstMessage', 'exact', 'content'].includes(key) ? [{ text: inner, language }] : [];
  });
}

/** Every text that we have in a language. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('The assistants that the product comes with', () => {
  it.each(
    LANGUAGES,
  )('say nothing word for word that is not in lib/speech, in its language: %s', (language) => {
    const options = {
      serverUrl: 'https://hooks.example.com/webhook/vapi',
      teamWords: { departments: ['sales', 'support', 'billing', 'returns'], skills: [] },
      choices: { company: COMPANY, recording: true },
      language,
    };
    const assistants = [assistantSettings(options), ...deskAssistants(options).values()];
    const said = saidIn(assistants, language).flatMap(({ text, language: of }) =>
      // A first message has one half for whoever is called back to, and one for everybody else.
      text
        .split(/\{%.*?%\}|(?<=\.) (?=\{%)/)
        .map((half) => half.trim().replace(COMPANY, '{company}'))
        .filter((half) => half !== '')
        .map((half) => ({ half, of })),
    );
    expect(said.length).toBeGreaterThan(50);
    expect(said.filter(({ half, of }) => !textsIn(SPEECHES[of]).includes(half))).toEqual([]);
    const { hello, stillHere, greetingOf, resumed, mayBeRecorded, goodbye } = SPEECHES[language].assistant;
    expect(said.map(({ half }) => half)).toEqual(
      expect.arrayContaining([hello, stillHere, greetingOf, resumed, mayBeRecorded, goodbye]),
    );
  });
});
