import { existsSync } from 'node:fs';
import { HANDOFF_SETTINGS } from '../../lib/handoff/settings.ts';
import { BadSettings, readSettings } from '../../lib/settings/read.ts';
import { only } from '../../lib/settings/setting.ts';
import { routes } from '../topology/index.ts';
import { assistantSettings } from './assistant.ts';

const USAGE = 'npm run --silent assistant -- https://your-url [credentialId]';

const fail = (problem: string): never => {
  console.error(`${problem}\nUsage: ${USAGE}`);
  process.exit(1);
};

/** The webhook under a base URL, or the URL itself when it leads there already. */
function webhookUrl(given: string): string {
  const path =
    routes.find((route) => route.function === 'vapi-webhook')?.path ?? fail('There is no webhook.');
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' || url.hostname === '') {
    return fail(`"${given}" is no https URL: the address of the deployment or of the tunnel.`);
  }
  const base = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  return base.endsWith(path) ? base : `${base}${path}`;
}

/** The departments and skills, as the functions read them. */
function readTeamWords() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    return readSettings(process.env, only(HANDOFF_SETTINGS, 'DEPARTMENTS', 'SKILLS'));
  } catch (error) {
    if (error instanceof BadSettings) return fail(error.message);
    throw error;
  }
}

const [given = '', credentialId = '', ...rest] = process.argv.slice(2);
if (given === '') fail('The URL is missing: where Vapi reaches the deployment or the tunnel.');
if (rest.length > 0) fail(`There is one argument too many: "${rest[0]}".`);
const serverUrl = webhookUrl(given);
if (credentialId === '') {
  console.error(
    'No credentialId: choose the credential at the server URL in Vapi, or every webhook gets 401.',
  );
}
const { DEPARTMENTS: departments, SKILLS: skills } = readTeamWords();
const settings = assistantSettings({
  serverUrl,
  ...(credentialId !== '' && { credentialId }),
  teamWords: { departments, skills },
});
console.log(JSON.stringify(settings, null, 2));
