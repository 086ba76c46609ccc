import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import type { Panel } from './screen.ts';
import type { Beat, Story } from './story.ts';

/** A story that is told, or was. */
export type Playing = {
  story: Story;
  /** By which its handoff is known. */
  callId: string;
  since: number;
  beats: Beat[];
  handoff?: Handoff;
  /** How long the assistant waited for the answer to its tool call; none where it has not called it. */
  ackMs: number | undefined;
  faults(): string[];
};

export const TOOL_CALLED = 'calls its tool for a human';

const between = (
  { beats }: Playing,
  isStart: (beat: Beat) => boolean,
  isEnd: (beat: Beat) => boolean,
): { ms: number; end: Beat } | undefined => {
  const start = beats.find(isStart);
  const end = beats.find(isEnd);
  return start === undefined || end === undefined ? undefined : { ms: end.at - start.at, end };
};

const isRinging = ({ who, text }: Beat) => who === 'twilio' && text.startsWith('rings');

const figuresOf = (playing: Playing): string => {
  const { ackMs } = playing;
  const created = between(
    playing,
    ({ text }) => text === TOOL_CALLED || ackMs === undefined,
    ({ text }) => text.startsWith('task created'),
  );
  const bridged = between(
    playing,
    ({ text }) => text.startsWith('offered'),
    (beat) => isRinging(beat) || beat.text.startsWith('transfer requested'),
  );
  return [
    ackMs === undefined ? '' : `webhook answered in ${ackMs} ms`,
    created === undefined ? '' : `task after ${created.ms} ms`,
    bridged === undefined
      ? ''
      : `offer to ${isRinging(bridged.end) ? 'ringing' : 'transfer'} ${bridged.ms} ms`,
  ]
    .filter((text) => text !== '')
    .join(' · ');
};

/** A story as the screen shows it; `final` with what became of it. */
export const panelOf = (playing: Playing, final: boolean): Panel => {
  const { story, since, handoff } = playing;
  const beats = [
    ...playing.beats,
    ...(handoff?.timeline ?? []).map(({ at, what }) => ({ at, who: 'handoff' as const, text: what })),
  ];
  const progress = handoff?.progress;
  const ended = progress?.state === 'ended' ? progress.outcome : undefined;
  const faults = final ? playing.faults() : [];
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
