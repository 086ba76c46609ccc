import { SPEECHES } from '../../../lib/speech/index.ts';
import { legOf } from '../leg-of-call.ts';
import { closed, legsOf, type QueuedStory, talkWhen, unless } from './story.ts';

const { en: speech } = SPEECHES;

/** The first who is free: a caller whom nobody has asked anything may be anybody's. */
const AGENT = 'amara.osei';

export const linesBusy: QueuedStory = {
  title: 'All lines are busy: an agent takes the call',
  meets: 'queue',
  expected: 'completed',
  startsAfterMs: 0,
  alone: true,
  caller: '+14155550131',
  async play({ sid }, stage) {
    const { until, tell, played } = stage;
    const { twilio } = played;
    const isAssigned = () =>
      twilio.tasksOfCall(sid).some(({ assignmentStatus }) => assignmentStatus === 'assigned');
    await until(isAssigned);
    for (const heard of twilio.heardOn(sid)) {
      if (heard.is === 'said') tell('caller', `hears: “${heard.text}”`, heard.at);
    }
    await talkWhen(isAssigned, stage, AGENT);
  },
  faults({ sid, log, requests }, played) {
    const { vapi, twilio } = played;
    const heard = twilio.heardOn(sid);
    const refused = vapi.requests.filter(
      ({ operation, status }) => operation === 'create-call' && status === 400,
    );
    return [
      ...unless(refused.length === 1, 'Vapi was asked for an assistant once, and refused'),
      ...unless(!vapi.calls().some((call) => legOf(call) === sid), 'no call was opened at Vapi'),
      ...unless(!heard.some(({ is }) => is === 'assistant'), 'the caller heard no assistant'),
      ...unless(
        heard.some((one) => one.is === 'said' && one.text === speech.desk.inQueue),
        'the caller heard that a colleague is coming',
      ),
      ...unless(log.filter((verb) => verb === 'Enqueue').length === 1, 'the caller was queued once'),
      ...unless(legsOf(played, AGENT).length === 1, 'the agent was rung exactly once'),
      ...unless(
        requests.at(-1)?.form.QueueResult === 'bridged',
        'the caller left the queue for the agent, and for nobody else',
      ),
      ...closed(sid, played, 'completed'),
    ];
  },
};
