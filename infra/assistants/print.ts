import { readSettingsFile } from '../settings-file.ts';
import { assistantCommand } from './command.ts';

const [, , ...args] = process.argv;
const { status, stdout, stderr } = assistantCommand({
  args,
  environment: process.env,
  file: readSettingsFile('.env'),
});
if (stderr !== '') console.error(stderr);
if (stdout !== '') console.log(stdout);
process.exitCode = status;
