import { freshEvent } from './sign-event.ts';

freshEvent(process.argv[2] ?? '', Date.now())
  .then((event) => console.log(JSON.stringify(event, null, 2)))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
