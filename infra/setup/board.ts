import { secretsManager } from './aws/secrets-manager.ts';
import { runBoard } from './board/command.ts';

/** `npm run board -- [--stage dev]`. */
const PATIENCE_MS = 3_000;

process.exitCode = await runBoard(process.argv.slice(2), {
  env: process.env,
  folder: '',
  out: (text) => console.log(text),
  say: (text) => console.error(text),
  clock: Date.now,
  secrets: secretsManager,
  opens: (link) =>
    fetch(link, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      ({ ok }) => ok,
      () => false,
    ),
});
