import { setTimeout as wait } from 'node:timers/promises';
import colors from 'picocolors';
import * as z from 'zod';
import { dynamoDb } from '../../../lib/aws/dynamodb/operations.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import { dynamoClient } from '../aws/aws.ts';
import { doorTo } from '../aws/door.ts';
import { startDynamo } from '../aws/dynamo-emulator.ts';
import { setUpDesk } from '../desk.ts';
import { startSimulators } from '../simulators/start.ts';
import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import { startSettings } from '../start-settings.ts';
import { startSystem } from '../system.ts';
import { momentsOf } from './moments.ts';
import { type Panel, screen } from './screen.ts';
import { stories } from './stories.ts';
import { AGENTS, type Beat, type Played, type Stage, type Story, WINDOW_SECONDS } from './story.ts';

type Playing = {
  story: Story;
  call: SimulatedCall;
  since: number;
  beats: Beat[];
  handoff?: Handoff;
  ackMs: number;
};

/** What the assistant is answered, where it is a sentence. */
const resultSchema = z.object({ results: z.tuple([z.object({ result: z.string() })]) });

const TOOL_CALLED = 'calls its tool for a human';

/** The longest that people wait for what is to come, and all of them for the end: the window, on a machine that is slow. */
const PATIENCE_MS = 60_000;

const between = (playing: Playing, from: (beat: Beat) => boolean, to: (beat: Beat) => boolean) => {
  const start = playing.beats.find(from);
  const end = playing.beats.find(to);
  return start === undefined || end === undefined ? undefined : end.at - start.at;
};

const figuresOf = (playing: Playing): string => {
  const created = between(
    playing,
    ({ text }) => text === TOOL_CALLED || playing.story.tool === undefined,
    ({ text }) => text.startsWith('task created'),
  );
  const bridged = between(
    playing,
    ({ text }) => text.startsWith('offered'),
    ({ who, text }) =>
      text.startsWith('transfer requested') || (who === 'twilio' && text.startsWith('rings')),
  );
  return [
    playing.story.tool === undefined ? '' : `webhook answered in ${playing.ackMs} ms`,
    created === undefined ? '' : `task after ${created} ms`,
    bridged === undefined
      ? ''
      : `offer to ${playing.story.ownLeg === true ? 'ringing' : 'transfer'} ${bridged} ms`,
  ]
    .filter((text) => text !== '')
    .join(' · ');
};

const panelOf = (playing: Playing, played: Played, final: boolean): Panel => {
  const { story, call, since, handoff } = playing;
  const beats = [
    ...playing.beats,
    ...(handoff?.timeline ?? []).map(({ at, what }) => ({ at, who: 'handoff' as const, text: what })),
  ];
  const progress = handoff?.progress;
  const ended = progress?.state === 'ended' ? progress.outcome : undefined;
  const faults = final ? story.faults(call, played) : [];
  const right = ended === story.expected && faults.length === 0;
  const wrong = `${ended ?? 'not ended'}; expected ${[story.expected, ...faults].join(', ')}`;
  const verdict = final ? { good: right, text: right ? `outcome ${ended}` : `outcome ${wrong}` } : undefined;
  return {
    title: story.title,
    since,
    beats: beats.filter(({ at }) => at >= since - 5).toSorted((a, b) => a.at - b.at),
    verdict,
    figures: final ? figuresOf(playing) : '',
  };
};

/** Where `npm start` serves, as long as nobody says otherwise. */
const startUrl = `http://127.0.0.1:${process.env.PORT ?? 3000}`;

/** Opens the page as the agent does: by the link in the task. */
const openPage = async (
  { twilio }: Played,
  call: SimulatedCall | undefined,
): Promise<{ good: boolean; text: string }> => {
  const task = call === undefined ? undefined : twilio.tasksOfCall(call.id)[0];
  const attributes: unknown = JSON.parse(task?.attributes ?? 'null');
  const link =
    typeof attributes === 'object' && attributes !== null && 'context_url' in attributes
      ? attributes.context_url
      : undefined;
  if (typeof link !== 'string') return { good: false, text: colors.red('\nThe task has no agent page.') };
  const since = performance.now();
  const response = await fetch(link);
  const page = await response.text();
  const took = `${(performance.now() - since).toFixed(0)} ms, ${(Buffer.byteLength(page) / 1000).toFixed(0)} kB`;
  const good = response.status === 200 && page.includes(call?.id === undefined ? '' : 'Wants a quote');
  // Without its link, which ends with the demo.
  const text = `\nThe agent page of the first call: ${response.status}, ${took}`;
  return { good, text: good ? text : colors.red(text) };
};

const main = async (): Promise<number> => {
  const { env } = startSettings({
    HANDOFF_WINDOW_SECONDS: String(WINDOW_SECONDS),
    DEPARTMENTS: 'sales,support,billing,claims,facturas,refunds',
    LOG_LEVEL: 'silent',
    MAX_CALLS: '20',
  });
  const simulators = await startSimulators(env, {
    vapi: true,
    twilio: true,
    agentPhones: (number) => AGENTS.find(({ contactUri }) => contactUri === number)?.phone ?? 'no-answer',
  });
  const { vapi, twilio } = simulators;
  if (vapi === undefined || twilio === undefined) throw new Error('both simulators were asked for');
  const dynamo = await startDynamo({});
  const table = await doorTo(dynamo.url);
  const system = await startSystem({
    env: { ...env, ...simulators.env, ...setUpDesk(vapi, env) },
    external: { dynamoUrl: table.url },
  });
  simulators.connect(system.url);
  const played: Played = { vapi, twilio, table };
  // Whoever looks on sees the table also while it is away for the product.
  const looking = dynamoClient(dynamo.url, true);
  const store = handoffStore(
    { client: dynamoDb(async () => looking), name: system.emulators.tableName },
    Date.now,
  );
  console.log(
    colors.bold('\nVoice Handoff') +
      colors.dim(
        ` · ${AGENTS.length} agents, ${stories.length} callers, a window of ${WINDOW_SECONDS} s · ${system.url}\n`,
      ),
  );

  for (const { phone: _atTwilio, ...agent } of AGENTS) twilio.addWorker(agent);
  const playings: Playing[] = [];
  momentsOf(played, (callId, beat) => playings.find(({ call }) => call.id === callId)?.beats.push(beat));

  const view = screen(process.stdout);
  const refresh = async (final: boolean) => {
    for (const playing of playings) {
      const loaded = await store.load(playing.call.id);
      if (loaded.is === 'handoff') playing.handoff = loaded.handoff;
    }
    view.paint(
      playings.map((playing) => panelOf(playing, played, final)),
      final,
    );
  };
  const isOver = ({ handoff }: Playing) =>
    handoff?.progress.state === 'ended' && handoff.effects.length === 0;

  const until = async (isSo: () => boolean) => {
    for (const end = Date.now() + PATIENCE_MS; !isSo() && Date.now() < end; ) await wait(50);
  };
  const tell = async (story: Story) => {
    await wait(story.startsAfterMs);
    await until(() => story.startsWhen?.(played) ?? true);
    const since = Date.now();
    const beats: Beat[] = [];
    const note: Stage['tell'] = (who, text, at = Date.now()) => void beats.push({ at, who, text });
    const stage: Stage = { wait, until, tell: note, played };
    const call =
      (await story.arrives?.(stage)) ??
      (await vapi.startCall({
        caller: story.caller,
        called: '+14155550188',
        ownLeg: story.ownLeg ?? false,
        messages: [{ role: 'bot', message: 'Hello, this is Example Energy. How can I help you?' }],
      }));
    const playing: Playing = { story, call, since, beats, ackMs: 0 };
    playings.push(playing);
    note('caller', `“${story.says}”`);
    await call.callerSays(story.says);
    if (story.tool !== undefined) {
      const asked = Date.now();
      playing.beats.push({ at: asked, who: 'assistant', text: TOOL_CALLED });
      const { body } = await call.askForHuman(story.tool);
      playing.ackMs = Date.now() - asked;
      const said = resultSchema.safeParse(body).data?.results[0].result;
      if (said !== undefined) {
        playing.beats.push({ at: asked + playing.ackMs, who: 'assistant', text: `has to say: “${said}”` });
      }
    }
    await story.play(call, stage);
  };

  let telling = true;
  const tellAll = async () => {
    for (const isAlone of [false, true]) {
      await Promise.all(stories.filter(({ alone = false }) => alone === isAlone).map(tell));
      await until(() => playings.every(isOver));
    }
  };
  const told = tellAll().finally(() => {
    telling = false;
  });
  while (telling) {
    await refresh(false);
    await wait(150);
  }
  await told;
  playings.sort((a, b) => stories.indexOf(a.story) - stories.indexOf(b.story));
  await refresh(true);
  const good = playings.filter((playing) => panelOf(playing, played, true).verdict?.good === true).length;
  const page = await openPage(played, playings[0]?.call);
  console.log(page.text);
  const summary = `\n${good} of ${stories.length} calls ended as they should.\n`;
  console.log(good === stories.length ? colors.green(summary) : colors.red(summary));
  looking.destroy();
  await simulators.stop();
  await system.stop();
  await table.stop();
  await dynamo.stop();
  console.log(`Place such calls yourself: ${colors.bold('npm start')}, then ${startUrl}\n`);
  return good === stories.length && page.good ? 0 : 1;
};

process.exitCode = await main();
