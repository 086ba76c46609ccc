import colors from 'picocolors';
import { runDoctor } from './doctor/command.ts';
import { ports } from './doctor/platforms.ts';

/** `npm run doctor -- [--stage dev] [--json] [--probe]`. */
const isWatched = process.stderr.isTTY === true;
const LINE = '\r\u001B[K';

process.exitCode = await runDoctor(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  out: (text) => {
    if (isWatched) process.stderr.write(LINE);
    console.log(text);
  },
  say: (text) => console.error(text),
  progress: (answers) => {
    if (isWatched) process.stderr.write(`${LINE}Looking ... ${answers} answers`);
  },
  colors: colors.createColors(colors.isColorSupported && process.stdout.isTTY === true),
  ports,
});
