import { dynamoDb } from '../../../lib/aws/dynamodb/operations.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { dynamoClient } from '../aws/aws.ts';
import { TABLE_NAME } from '../aws/emulators.ts';
import { LOCAL_PORTS } from '../local-values.ts';
import { type SampleHandoff, whatIsAnswered } from './sample-handoff.ts';
import { freshEvent, sampleCall } from './sign-event.ts';

/** The handoff of the samples in the table of `npm start`. */
async function sampleHandoff(): Promise<SampleHandoff> {
  const client = dynamoClient(`http://127.0.0.1:${LOCAL_PORTS.dynamodb}`, true);
  const table = { client: dynamoDb(async () => client), name: TABLE_NAME };
  try {
    const loaded = await handoffStore(table, Date.now, undefined).load(await sampleCall());
    return loaded.is === 'handoff' ? { is: 'there', progress: loaded.handoff.progress } : { is: 'none' };
  } catch {
    return { is: 'not-known' };
  } finally {
    client.destroy();
  }
}

async function main(name: string): Promise<void> {
  const answered = name.startsWith('twilio-assignment') ? whatIsAnswered(await sampleHandoff()) : undefined;
  const event = await freshEvent(name, Date.now(), answered?.taskSid);
  console.log(JSON.stringify(event, null, 2));
  if (answered !== undefined) console.error(answered.note);
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
