import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { About } from '../lib/settings/setting.ts';
import { ROOMS } from './settings.ts';
import { teamJsonSchema } from './setup/team/schema.ts';
import { type Caller, limits, routes, type Throttle } from './topology/index.ts';

/** What the docs and editors are told that is declared elsewhere: written by `npm run docs`, committed, and compared by a test. */
const NOTE = 'Written by `npm run docs` from the declarations in the code; not edited by hand.';

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[][]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

type Shown = About & { fallback?: string };
const settingsOf = (room: keyof typeof ROOMS): [string, Shown][] => Object.entries<Shown>(ROOMS[room]);
const rooms = Object.keys(ROOMS) as (keyof typeof ROOMS)[];
const code = (text: string | undefined): string => (text ? `\`${text.replaceAll('|', '\\|')}\`` : '');

/** Everything that a team can set, room by room. */
export const settingsPage = (): string =>
  [
    '# Settings',
    NOTE,
    "Read from the environment once, at the start; every one that is unknown, missing, wrong or weak is named at once. An empty value counts as not set. A placeholder counts as wrong, and a secret has 16 characters or more. Secrets stand in `.env` for `npm start`, in `.env.<stage>` for the commands that set up a stage, and in the stage's secret (`SECRET_ARN`, read again every five minutes) for a deployment; a variable of the same name goes before the secret.",
    ...rooms.flatMap((room) => [
      `## ${room}`,
      table(
        ['name', 'default', 'meaning', 'example'],
        settingsOf(room)
          .filter(([, { isProvided }]) => !isProvided)
          .map(([name, { fallback, about, example, isSecret }]) => [
            code(name),
            code(fallback),
            isSecret ? `secret: ${about}` : about,
            code(example),
          ]),
      ),
    ]),
    '## Set by `npm start` and by the deployment',
    table(
      ['name', 'meaning'],
      rooms.flatMap((room) =>
        settingsOf(room)
          .filter(([, { isProvided }]) => isProvided)
          .map(([name, { about }]) => [code(name), about]),
      ),
    ),
    '`PORT` (3000) is where `npm start` serves. `AWS_ENDPOINT_URL_DYNAMODB` and `AWS_ENDPOINT_URL_SQS` point it at other emulators than its own.',
    '',
  ].join('\n\n');

const CALLERS: Record<Caller, string> = {
  vapi: 'Vapi, by its credential',
  twilio: 'Twilio, by its signature',
  link: 'a person, by a signed link',
  key: 'your own systems, by a key',
  public: 'anybody',
};

const limitOf = ({ ratePerSecond, burst }: Throttle = limits.throttle): string =>
  `${ratePerSecond} a second, ${burst} at once`;

/** Every route of the API. */
export const routesPage = (): string =>
  [
    '# Routes',
    NOTE,
    table(
      ['route', 'called by', 'answers', 'limit', 'pasted into'],
      routes.map(({ method, path, caller, answers, throttle, paste }) => [
        code(`${method} ${path}`),
        CALLERS[caller],
        answers,
        limitOf(throttle),
        paste?.where ?? '',
      ]),
    ),
    'Errors are `{"error": {"code", "message"}}`: 400 unreadable, 401 or 403 bad credential, 413 too large (5 MiB from Vapi, 128 KiB from Twilio, 1 MiB from your own systems, 6 MiB of them for a campaign), 415 wrong content type, 429 beyond the limit of the route (API Gateway answers it, and no function is asked), 422 well-formed but wrong (the message names the field), 503 when the work could not be queued, so that the sender tries again (Vapi only with a `backoffPlan`). Tool calls get HTTP 200 even when they fail; the failure stands in the result.',
    '',
  ].join('\n\n');

/** A settings file with every setting as a comment. */
export const envExample = (): string =>
  [
    '# Copy to .env, which `npm start` reads, or to .env.<stage> for a deployment (`npm run setup -- --stage <stage>` fills in what it makes). Git ignores both. What is commented out has its default or is optional.',
    ...rooms.flatMap((room) => [
      `\n# ${room}`,
      ...settingsOf(room)
        .filter(([, { isProvided }]) => !isProvided)
        .flatMap(([name, { about, fallback, example }]) => [
          `# ${about.replaceAll('`', '')}`,
          `# ${name}=${fallback ?? example ?? ''}`,
        ]),
    ]),
    '',
  ].join('\n');

const FILES: Record<string, () => string> = {
  '../docs/settings.md': settingsPage,
  '../docs/routes.md': routesPage,
  '../.env.example': envExample,
  './setup/team.schema.json': teamJsonSchema,
};

/** The files that are written here, by their URLs. */
export const generated: readonly [URL, string][] = Object.entries(FILES).map(([path, make]) => [
  new URL(path, import.meta.url),
  make(),
]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [url, text] of generated) writeFileSync(url, text);
}
