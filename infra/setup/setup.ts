import colors from 'picocolors';
import { runSetup } from './command.ts';
import { walks } from './platforms.ts';
import { printedVapi } from './printed.ts';

/** `npm run setup -- [--stage dev] [--apply] [--only twilio|vapi|aws] [--adopt] [--print vapi] [--json]`. */
process.exitCode = await runSetup(process.argv.slice(2), {
  env: process.env,
  folder: '',
  out: (text) => console.log(text),
  say: (text) => console.error(text),
  colors: colors.createColors(colors.isColorSupported && process.stdout.isTTY === true),
  walks,
  printed: printedVapi,
});
