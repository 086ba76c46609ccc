import { setTimeout as wait } from 'node:timers/promises';
import colors from 'picocolors';
import { dynamoDb } from '../../../lib/aws/dynamodb/operations.ts';
import { handoffStore } from '../../../lib/aws/handoff-store.ts';
import { boardPage } from '../../../lib/base/signed-link.ts';
import type { Outcome } from '../../../lib/handoff/record/handoff.ts';
import { dynamoClient } from '../aws/aws.ts';
import { doorTo } from '../aws/door.ts';
import { startDynamo } from '../aws/dynamo-emulator.ts';
import { setUpDesk } from '../desk.ts';
import { fillTeam } from '../fill-team.ts';
import { LOCAL_LINK_SIGNING_KEY } from '../local-values.ts';
import { ringsWhileBusy } from '../ring-while-busy.ts';
import { startSimulators } from '../simulators/start.ts';
import { startSettings } from '../start-settings.ts';
import { startSystem } from '../system.ts';
import { toolAnswerIn } from '../tool-answer.ts';
import { readBoard } from './board.ts';
import { CONTACTS, telephones } from './campaign/contacts.ts';
import { campaignPanel } from './campaign/panel.ts';
import { CAMPAIGN_NAME, campaignStory } from './campaign/playing.ts';
import { momentsOf } from './moments.ts';
import { agentPageOf, openPage } from './pages.ts';
import { type Playing, panelOf, TOOL_CALLED } from './playing.ts';
import { screen } from './screen.ts';
import { setUpEmptyAccounts } from './set-up.ts';
import { stories } from './stories.ts';
import {
  AGENTS,
  type AssistedStory,
  type Beat,
  type Played,
  type QueuedStory,
  type Stage,
  type Story,
  WINDOW_SECONDS,
} from './story.ts';

/** The longest that people wait for what is to come, and all of them for the end: the window, on a machine that is slow. */
const PATIENCE_MS = 60_000;

/** Where `npm start` serves, as long as nobody says otherwise. */
const startUrl = `http://127.0.0.1:${process.env.PORT ?? 3000}`;

/** How the handoffs of the stories end, and those of the campaign. */
const outcomesPlayed = (): Outcome[] => [
  ...stories.map(({ expected }) => expected),
  ...CONTACTS.flatMap(({ becomes }) => (becomes === 'handed_over' ? ['completed' as const] : [])),
];

const main = async (): Promise<number> => {
  const { env } = startSettings({
    HANDOFF_WINDOW_SECONDS: String(WINDOW_SECONDS),
    DEPARTMENTS: 'sales,support,billing,claims,facturas,refunds,meters,renewals',
    LOG_LEVEL: 'silent',
    MAX_CALLS: '20',
  });
  const simulators = await startSimulators(env, {
    vapi: true,
    twilio: true,
    tools: true,
    outboundPhones: telephones(),
    agentPhones: (number) => AGENTS.find(({ contactUri }) => contactUri === number)?.phone ?? 'no-answer',
  });
  const { vapi, twilio, team } = simulators;
  if (vapi === undefined || twilio === undefined || team === undefined) {
    throw new Error('every simulator was asked for');
  }
  fillTeam(team, 'UTC', Date.now());
  const dynamo = await startDynamo({});
  const table = await doorTo(dynamo.url);
  const system = await startSystem({
    env: { ...env, ...simulators.env, ...setUpDesk(vapi, env) },
    external: { dynamoUrl: table.url },
  });
  simulators.connect(system.url);
  const toolsUrl = `${system.url}/webhook/vapi/tools`;
  const played: Played = { vapi, twilio, table, team, toolsUrl };
  // Whoever looks on sees the table also while it is away for the product.
  const looking = dynamoClient(dynamo.url, true);
  const store = handoffStore(
    { client: dynamoDb(async () => looking), name: system.emulators.tableName },
    Date.now,
    undefined,
  );
  const campaign = campaignStory(played, system);
  const since = Date.now();
  const board = boardPage(system.url, env.LINK_SIGNING_KEY ?? LOCAL_LINK_SIGNING_KEY, since);
  console.log(
    colors.bold('\nVoice Handoff') +
      colors.dim(
        ` · ${AGENTS.length} agents, ${stories.length} callers, a campaign of ${CONTACTS.length} contacts, a window of ${WINDOW_SECONDS} s · ${system.url}`,
      ),
  );
  console.log(`${colors.dim('The board, while it plays:')} ${board}\n`);

  const setUp = await setUpEmptyAccounts(system.url, env, colors);
  console.log(`${setUp.lines.join('\n')}\n`);

  for (const { phone: _atTwilio, ...agent } of AGENTS) twilio.addWorker(agent);
  const playings: Playing[] = [];
  momentsOf(played, (callId, beat) => {
    playings.find((one) => one.callId === callId)?.beats.push(beat);
    campaign.hear(callId, beat);
  });
  const ringWhileBusy = ringsWhileBusy(vapi, twilio);

  const view = screen(process.stdout);
  const isOver = ({ handoff }: Playing) =>
    handoff?.progress.state === 'ended' && handoff.effects.length === 0;
  const refresh = async (final: boolean) => {
    for (const playing of playings.filter((one) => !isOver(one))) {
      const loaded = await store.load(playing.callId);
      if (loaded.is === 'handoff') playing.handoff = loaded.handoff;
    }
    await campaign.look();
    const panels = playings.map((playing) => panelOf(playing, final));
    view.paint([...panels, campaignPanel(played, campaign.seen, final)], final);
  };
  const until = async (isSo: () => boolean) => {
    for (const end = Date.now() + PATIENCE_MS; !isSo() && Date.now() < end; ) await wait(50);
  };
  const stageFor = (beats: Beat[]): Stage => ({
    wait,
    until,
    tell: (who, text, at = Date.now()) => void beats.push({ at, who, text }),
    played,
  });
  const begin = (playing: Omit<Playing, 'ackMs'>): Playing => {
    const begun = { ...playing, ackMs: undefined };
    playings.push(begun);
    return begun;
  };
  const assisted = async (story: AssistedStory, stage: Stage, told: Pick<Playing, 'since' | 'beats'>) => {
    const call =
      (await story.arrives?.(stage)) ??
      (await vapi.startCall({
        caller: story.caller,
        called: '+14155550188',
        ownLeg: story.ownLeg ?? false,
        messages: [{ role: 'bot', message: 'Hello, this is Example Energy. How can I help you?' }],
      }));
    const playing = begin({ ...told, story, callId: call.id, faults: () => story.faults(call, played) });
    stage.tell('caller', `“${story.says}”`);
    await call.callerSays(story.says);
    if (story.tool !== undefined) {
      const asked = Date.now();
      stage.tell('assistant', TOOL_CALLED, asked);
      const { body } = await call.askForHuman(story.tool);
      playing.ackMs = Date.now() - asked;
      const said = toolAnswerIn(body);
      if (said !== undefined) stage.tell('assistant', `has to say: “${said}”`, asked + playing.ackMs);
    }
    await story.play(call, stage);
  };
  const queued = async (story: QueuedStory, stage: Stage, told: Pick<Playing, 'since' | 'beats'>) => {
    const leg = ringWhileBusy(story.caller);
    begin({ ...told, story, callId: leg.sid, faults: () => story.faults(leg, played) });
    stage.tell('caller', 'rings our own number; Vapi takes no more calls');
    await story.play(leg, stage);
  };
  const tell = async (story: Story) => {
    await wait(story.startsAfterMs);
    await until(() => story.startsWhen?.(played) ?? true);
    const told: Pick<Playing, 'since' | 'beats'> = { since: Date.now(), beats: [] };
    const stage = stageFor(told.beats);
    await (story.meets === 'assistant' ? assisted(story, stage, told) : queued(story, stage, told));
  };

  let telling = true;
  const tellAll = async () => {
    const together = stories.filter(({ alone }) => alone !== true).map(tell);
    await Promise.all([...together, campaign.play(stageFor(campaign.seen.beats))]);
    await until(() => playings.every(isOver));
    for (const story of stories.filter(({ alone }) => alone === true)) {
      await tell(story);
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
  const good = playings.filter((playing) => panelOf(playing, true).verdict?.good === true).length;
  const isCampaignGood = campaignPanel(played, campaign.seen, true).verdict?.good === true;
  const pages = [
    await openPage(
      'The agent page of the first call',
      agentPageOf(played, playings[0]?.callId),
      'Wants a quote',
    ),
    await openPage('The page of the campaign', campaign.seen.made?.pageUrl, CAMPAIGN_NAME),
    await openPage('The board', board, '<h1>Board</h1>'),
    await readBoard(board, { since, outcomes: outcomesPlayed() }, colors),
  ];
  console.log(`\n${pages.map(({ text }) => text).join('\n')}`);
  const isGood = good === stories.length && isCampaignGood && setUp.good;
  const campaigns = `${isCampaignGood ? 1 : 0} of 1 campaign`;
  const ofSetUp = setUp.good ? '' : ' The set-up did not.';
  const summary = `\n${good} of ${stories.length} calls and ${campaigns} ended as they should.${ofSetUp}\n`;
  console.log(isGood ? colors.green(summary) : colors.red(summary));
  looking.destroy();
  await simulators.stop();
  await system.stop();
  await table.stop();
  await dynamo.stop();
  console.log(`Place such calls yourself: ${colors.bold('npm start')}, then ${startUrl}\n`);
  return isGood && pages.every((page) => page.good) ? 0 : 1;
};

process.exitCode = await main();
