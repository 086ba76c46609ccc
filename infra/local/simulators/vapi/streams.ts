import type { Legs, StreamServer } from '../kit/media-streams.ts';
import { type CallState, streamUrlOf } from './call.ts';
import { cancelRinging, endCall, type Line, tell } from './line.ts';
import { EARLY_REASON, emptyReportFields } from './records.ts';
import { cutSpeech } from './speech.ts';
import { hangUpReason } from './transfer.ts';

type Stream = {
  readonly line: Line;
  /** None until a leg has joined. */
  callSid?: string;
  /** Told a moment before the caller hangs up. */
  reason?: string | undefined;
  joined(): void;
};

export type Streams = {
  server: StreamServer;
  connectLegs(legs: Legs, accountSid: string): void;
  /** The account that the legs are in. */
  accountSid(): string | undefined;
  /** The caller of this call comes in on a new leg of our own account, with the stream open. */
  dial(call: CallState): { callSid: string; accountSid: string; stream: 'open' };
  /** This call has the stream of this leg. */
  hold(line: Line, callSid: string): void;
  /** This call waits for a leg. */
  expect(line: Line, joined: () => void): void;
  /** The assistant says something into it. */
  spoken(call: CallState, text: string): void;
  /** Vapi closes its end, if it is open. */
  close(call: CallState): void;
  /** The caller hangs up; resolves once the webhooks about it are answered. */
  hangUp(line: Line, reason?: string): Promise<void>;
};

/** Vapi's ends of the media streams of legs in our own Twilio account, by their URL. */
export function createStreams(stopping: AbortSignal): Streams {
  const streams = new Map<string, Stream>();
  const dialing = new Set<string>();
  const stopped = new Promise<void>((resolve) => {
    stopping.addEventListener('abort', () => resolve(), { once: true });
  });
  let own: { legs: Legs; accountSid: string } | undefined;
  const ours = () => {
    if (own === undefined) throw new Error('no legs of our own Twilio account are connected');
    return own;
  };

  return {
    server: {
      opened(streamUrl, callSid) {
        if (dialing.has(streamUrl)) return true;
        const stream = streams.get(streamUrl);
        if (stopping.aborted || stream?.line.call.stream !== 'awaited') return false;
        stream.line.call.stream = 'open';
        stream.callSid = callSid;
        stream.joined();
        return true;
      },
      closed(streamUrl, callSid, why) {
        const stream = streams.get(streamUrl);
        if (stopping.aborted || stream?.callSid !== callSid || stream.line.call.stream !== 'open') return;
        const { line, reason } = stream;
        line.call.stream = 'closed';
        line.note('stream-closed', why);
        const hungUp = why === 'hung-up';
        line.background(hungUp ? endCall(line, reason ?? hangUpReason(line)) : endTakenAway(line));
      },
    },
    connectLegs(legs, accountSid) {
      own = { legs, accountSid };
    },
    accountSid: () => own?.accountSid,
    dial(call) {
      const { legs, accountSid } = ours();
      const { caller: from, called: to } = call;
      if (from === undefined || to === undefined) throw new Error('a web call has no leg');
      const streamUrl = streamUrlOf(call);
      dialing.add(streamUrl);
      try {
        return { callSid: legs.callerLeg({ from, to, streamUrl }), accountSid, stream: 'open' };
      } finally {
        dialing.delete(streamUrl);
      }
    },
    hold(line, callSid) {
      streams.set(streamUrlOf(line.call), { line, callSid, joined: () => undefined });
    },
    expect(line, joined) {
      streams.set(streamUrlOf(line.call), { line, joined });
    },
    spoken(call, text) {
      const callSid = streams.get(streamUrlOf(call))?.callSid;
      if (call.stream === 'open' && callSid !== undefined) own?.legs.spoken(callSid, text);
    },
    close(call) {
      const open = call.stream === 'open';
      if (call.stream !== undefined) call.stream = 'closed';
      if (open) own?.legs.closeStream(streamUrlOf(call));
    },
    async hangUp(line, reason) {
      const stream = streams.get(streamUrlOf(line.call));
      if (stream === undefined) return endCall(line, reason ?? hangUpReason(line));
      if (stream.callSid === undefined) throw new Error('no leg has joined this call');
      stream.reason = reason;
      ours().legs.hangUp(stream.callSid);
      await Promise.race([line.over.promise, stopped]);
    },
  };
}

/**
 * Twilio has taken the leg away from its stream. What Vapi reports then is not documented: this is the reason
 * that its reports are seen with, first in the early, empty report that overtakes the real one.
 */
async function endTakenAway(line: Line): Promise<void> {
  cutSpeech(line);
  cancelRinging(line.call);
  // A call whose findings ask for the early report has it in any case.
  if (line.call.findings.reports !== 'early-empty-first') {
    await tell(line, 'end-of-call-report', emptyReportFields());
  }
  await endCall(line, EARLY_REASON);
}
