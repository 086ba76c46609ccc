import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { assistantSettings } from '../../infra/assistants/assistant.ts';
import { deskAssistants } from '../../infra/assistants/desk.ts';
import { LANGUAGES, type LanguageCode, SPEECHES } from '../../lib/speech/index.ts';
import { TEAM_TOOLS } from '../infra/assistants/options.ts';
import { tablesOf, tablesOfTools, WITH_TOOLS } from '../lib/speech/tables.ts';

/** Where sentences stand that are no speech, and why. */
const NO_SPEECH: Readonly<Record<string, string>> = {
  'lib/speech/': 'here they live',
  'lib/pages/': 'the page of an agent is in English as a whole',
  'lib/outbound/': 'errors of an API for the team’s own systems, and names of places',
  'lib/doctor/': 'what is found in a set-up, for whoever runs it; it is in English as a whole',
  'lib/tools/backends/hubspot-stages.ts': 'HubSpot’s own names of the first stages of a ticket',
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

/** How a table of sentences is declared: the compiler asks for every language, and for every sentence in each. */
const TABLE = /^\w*SAYS: Readonly<Record<LanguageCode, [\s\S]+>>$/;

/** Whether a constant is what a tool says, in exactly our languages. */
function isTable(node: Node, sourceOf: (node: unknown) => string): boolean {
  if (node.type !== 'VariableDeclarator' || !TABLE.test(sourceOf(node.id)) || !isNode(node.init))
    return false;
  const { type, properties } = node.init;
  const languages = Array.isArray(properties) ? properties.map(({ key }) => sourceOf(key)) : [];
  return type === 'ObjectExpression' && languages.toSorted().join() === LANGUAGES.toSorted().join();
}

type Found = { sentences: string[]; tables: number };

/** The sentences in a file that somebody may get from us, each with its line, and how many tables of them there are. */
function speechIn(code: string): Found {
  const found: Found = { sentences: [], tables: 0 };
  const sourceOf = (node: unknown) => (isNode(node) ? code.slice(node.start, node.end) : '');
  const isForOthers = (node: Node): boolean => {
    if (node.type === 'Property') return EXPLAINING.includes(sourceOf(node.key));
    if (node.type === 'NewExpression') return FOR_OPERATORS.test(`new ${sourceOf(node.callee)}`);
    return node.type === 'CallExpression' && FOR_OPERATORS.test(sourceOf(node.callee));
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value) || isForOthers(value)) return;
    if (isTable(value, sourceOf)) {
      found.tables += 1;
      return;
    }
    const text = textOf(value);
    if (text !== undefined && isSentence(text)) {
      found.sentences.push(`${code.slice(0, value.start).split('\n').length}: ${text}`);
      return;
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(parseAst(code, { lang: 'ts' }));
  return found;
}

const sentencesIn = (code: string): string[] => speechIn(code).sentences;

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

  const read = (file: string) => readFileSync(file, 'utf8');
  const files = globSync(['lib/**/*.ts', 'functions/*.ts'])
    .filter((file) => !Object.keys(NO_SPEECH).some((place) => file.startsWith(place)))
    .sort();

  it('stands in lib/speech or in the table of a tool, and nowhere else in what is deployed', () => {
    expect(files.length).toBeGreaterThan(100);
    const elsewhere = files.flatMap((file) => sentencesIn(read(file)).map((one) => `${file}:${one}`));
    expect(elsewhere).toEqual([]);
  });

  it('stands in a table only with the tools, where every check of what we say finds it', async () => {
    const declared = files.filter((file) => speechIn(read(file)).tables > 0);
    expect(declared.length).toBeGreaterThan(5);
    expect(declared.filter((file) => !WITH_TOOLS.includes(file))).toEqual([]);
    for (const file of declared) {
      expect([file, (await tablesOf(file)).length]).toEqual([file, speechIn(read(file)).tables]);
    }
    expect(declared).toEqual([...(await tablesOfTools()).keys()]);
  });

  const table = (languages: string, type = ': Readonly<Record<LanguageCode, Says>>', name = 'SAYS') =>
    `const ${name}${type} = { ${languages
      .split(' ')
      .map((code) => `${code}: { failed: 'That did not work.' }`)
      .join(', ')} };`;

  it.each([
    ['of a tool', table('en es de fr'), 0],
    ['of a kind of tools', `export ${table('de fr en es', undefined, 'TICKET_SAYS')}`, 0],
    ['that is short of a language', table('en es de'), 3],
    ['with a language that we do not speak', table('en es de fr it'), 5],
    ['of which nobody demands every language', table('en es de fr', ''), 4],
    ['in which languages may be missing', table('en es de fr', ': Partial<Record<LanguageCode, Says>>'), 4],
    ['with another name', table('en es de fr', undefined, 'WORDS'), 4],
  ])('is allowed in the table of a tool, whole, and in no other: one %s', (_what, code, sentences) => {
    expect(sentencesIn(code)).toHaveLength(sentences);
    expect(speechIn(code).tables).toBe(sentences === 0 ? 1 : 0);
  });

  it('is seen where it stands: almost every text of the files in lib/speech is one', () => {
    for (const name of ['english', 'spanish', 'german', 'french']) {
      expect(sentencesIn(read(`lib/speech/${name}.ts`)).length).toBeGreaterThan(75);
      expect(sentencesIn(read(`lib/speech/tools/${name}.ts`)).length).toBeGreaterThan(5);
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
  )('say nothing word for word that is not in lib/speech or with a tool, in its language: %s', async (language) => {
    const ofTools = [...(await tablesOfTools()).values()];
    const ours = (of: LanguageCode) => textsIn([SPEECHES[of], ...ofTools.map((one) => one[of])]);
    const options = {
      serverUrl: 'https://hooks.example.com/webhook/vapi',
      teamWords: { departments: ['sales', 'support', 'billing', 'returns'], skills: [] },
      teamTools: TEAM_TOOLS,
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
    expect(said.filter(({ half, of }) => !ours(of).includes(half))).toEqual([]);
    const { hello, stillHere, greetingOf, resumed, mayBeRecorded, goodbye } = SPEECHES[language].assistant;
    expect(said.map(({ half }) => half)).toEqual(
      expect.arrayContaining([hello, stillHere, greetingOf, resumed, mayBeRecorded, goodbye]),
    );
  });
});
