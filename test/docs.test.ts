import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionNames, routes } from '../infra/topology/index.ts';
import { callbackAttributes } from '../lib/followup/callback-task.ts';
import { reviewAttributes } from '../lib/followup/review-task.ts';
import { taskAttributes } from '../lib/handoff/briefing/task-attributes.ts';
import manifest from '../package.json' with { type: 'json' };

const PAGES = ['README.md', 'CONTRIBUTING.md', 'infra/runbook.md', ...globSync('docs/*.md').sort()];
const read = (page: string): string => readFileSync(page, 'utf8');

/** Without blocks and spans of code: a link in them is text. */
const proseOf = (page: string): string =>
  read(page)
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/`[^`\n]*`/g, '');

/** As GitHub makes an anchor of a heading. */
const anchorsOf = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Whether a link of this page leads to a file or folder of the repository, and to a heading of it. */
const leads = (page: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : normalize(`${dirname(page)}/${path}`);
  if (!existsSync(target)) return false;
  return anchor === undefined || (statSync(target).isFile() && anchorsOf(target).includes(anchor));
};

describe('The docs', () => {
  it.each(PAGES)('%s links only what is there', (page) => {
    const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const own = links.filter((link) => !/^https?:/.test(link));
    expect(own.filter((link) => !leads(page, link))).toEqual([]);
  });

  it.each(PAGES)('%s names only commands that npm knows', (page) => {
    const named = [...read(page).matchAll(/\bnpm run (?:--silent )?(\w+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });

  it('are each reached from the README', () => {
    const readme = proseOf('README.md');
    expect(PAGES.slice(1).filter((page) => !readme.includes(`](${page}`))).toEqual([]);
  });
});

describe('What the docs say of the system', () => {
  const COUNTS = {
    15: 'fifteen',
    16: 'sixteen',
    17: 'seventeen',
    18: 'eighteen',
    19: 'nineteen',
    20: 'twenty',
    22: 'twenty-two',
    24: 'twenty-four',
    25: 'twenty-five',
    26: 'twenty-six',
  };
  const counted = Object.entries(COUNTS).find(([count]) => Number(count) === functionNames.length)?.[1];

  it('is how many functions there are, and what they are called', () => {
    expect(read('docs/architecture.md').toLowerCase()).toContain(`\n${counted} lambda functions`);
    expect(read('docs/deploy.md')).toContain(`; ${counted} functions (`);
    const [, list = ''] =
      /^Every function can be called by its name: (.+)$/m.exec(read('docs/local.md')) ?? [];
    const named = [...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(functionNames.toSorted());
  });

  it('is where each URL of the deployment is pasted', () => {
    const outputs = routes.flatMap(({ paste }) => (paste === undefined ? [] : [paste.output]));
    const [, table = ''] =
      /\*\*5\. Paste the outputs\.\*\*([\s\S]*?)\*\*6\./.exec(read('docs/deploy.md')) ?? [];
    expect(outputs.filter((output) => !table.includes(`| \`${output}\` |`))).toEqual([]);
  });

  it('is every kind of item that the table can hold, and who can be found in it', () => {
    const keys = globSync('lib/aws/*.ts').flatMap((file) =>
      [...read(file).matchAll(/`([A-Z]+)#\$\{/g)].map(([, kind = '']) => `${kind}#`),
    );
    // A list of the index, no key.
    const kinds = keys.filter((kind) => kind !== 'DUE#');
    expect(kinds).toContain('CALL#');
    for (const page of ['docs/architecture.md', 'docs/privacy.md']) {
      expect(kinds.filter((kind) => !read(page).includes(kind))).toEqual([]);
    }
  });
});

describe('The tables of task attributes', () => {
  const text = 'text';
  const handoff = {
    callId: 'call',
    handoffId: 'ho_1',
    taskNo: 1,
    strategy: { is: 'enqueue', reason: text },
    request: {
      requestId: text,
      requestedBy: 'tool-call',
      requestedAt: 0,
      windowSeconds: 30,
      callSid: text,
      caller: '+15550100123',
      called: '+15550100188',
      direction: 'inbound',
      context: {
        ...{ reason: text, department: text, skills: [text], language: text, urgency: text, summary: text },
        ...{ sentiment: text, unresolvedTopics: [text], captured: { name: text }, customerName: text },
        ...{ customerId: text, accountStatus: text, messages: [] },
        sources: { customerName: 'team', customerId: 'caller', accountStatus: 'assistant' },
      },
    },
  } as const;
  const sources = { customerNameSource: 'team', customerIdSource: 'assistant' } as const;
  const known = { customerName: text, customerId: text, ...sources, requestedAt: 0 };
  const callback = {
    ...known,
    number: '+15550100123',
    caller: '+15550100188',
    when: text,
    why: text,
    department: text,
    language: text,
  };
  const review = { ...known, missing: [text], why: text, summary: text, from: text, handoffId: text };

  it.each([
    ['handoff', taskAttributes(structuredClone(handoff), 'https://x.example')],
    ['callback', callbackAttributes({ callId: 'call', callback: { ...callback, requestedBy: 'tool-call' } })],
    ['review', reviewAttributes({ callId: 'call', review }, 'https://x.example')],
  ])("name what the %s's task carries, in its order", (name, attributes) => {
    const [, section = ''] = read('docs/task-attributes.md').split(`## The ${name}'s task\n`);
    const [own = ''] = section.split('\n## ');
    const listed = [...own.matchAll(/^\| `(\w+)` \|/gm)].map(([, attribute]) => attribute);
    expect(listed).toEqual(Object.keys(JSON.parse(attributes)));
  });

  it('stand behind every name in the example of a workflow', () => {
    const page = read('docs/task-attributes.md');
    const attributes = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, attribute]) => attribute);
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(JSON.parse(example)).toHaveProperty('task_routing.filters');
    const named = [...example.matchAll(/"expression": "([^"]*)"/g)].flatMap(([, expression = '']) =>
      expression
        .replace(/'[^']*'/g, '')
        .replace(/worker\.\w+/g, '')
        .match(/[a-z_]+/g)
        ?.filter((word) => word !== 'task'),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((word) => word !== undefined && !attributes.includes(word))).toEqual([]);
  });
});
