import type { Leg, TwilioSimulatorOptions } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { ACCOUNT, type Answer, type Bench, type Callback, startBench } from '../bench.ts';

export const OURS = '+14155550188';
export const AGENT = '+14155550177';
export const CALLER = '+14155550123';
export const CALLS = `/2010-04-01/Accounts/${ACCOUNT}/Calls`;
export const CONFERENCES = `/2010-04-01/Accounts/${ACCOUNT}/Conferences`;
/** Every status callback that there is. */
export const EVENTS = 'initiated,ringing,answered,completed';

export const twiml = (inner: string): string => `<Response>${inner}</Response>`;

export type VoiceBench = Bench & {
  /** Asks for a leg to the agent that runs this. */
  dial(inner: string, params?: Record<string, string>): Promise<Leg>;
  /** A caller with this TwiML, as if it had been on the line before. */
  caller(inner: string): Promise<Leg>;
  redirect(leg: Leg, inner: string): Promise<Answer>;
  update(leg: Leg, params: Record<string, string>): Promise<Answer>;
  /** What arrived at this path, in its order. */
  at(path: string): Callback[];
  statuses(leg: Leg): (string | undefined)[];
  whats(): string[];
  warnings(): (string | undefined)[];
};

/** The bench with telephones, on which a second lasts 20 ms. */
export async function startVoiceBench(options: Partial<TwilioSimulatorOptions> = {}): Promise<VoiceBench> {
  const bench = await startBench({ secondMs: 20, ...options });
  const { twilio, rest, received, moments, product } = bench;
  const at = (path: string) => received.filter((one) => one.path.split('?')[0] === path);
  const legOf = (sid: string): Leg => {
    const leg = twilio.calls.get(sid);
    if (leg === undefined) throw new Error(`there is no leg ${sid}`);
    return leg;
  };
  const update = (leg: Leg, params: Record<string, string>) =>
    rest('POST', `${CALLS}/${leg.sid}.json`, params);
  const redirect = (leg: Leg, inner: string) => update(leg, { Twiml: twiml(inner) });
  return {
    ...bench,
    at,
    update,
    redirect,
    async dial(inner, params = {}) {
      const { status, body } = await rest('POST', `${CALLS}.json`, {
        To: AGENT,
        From: OURS,
        Twiml: twiml(inner),
        StatusCallback: `${product}/status`,
        StatusCallbackEvent: EVENTS,
        ...params,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return legOf(String(body.sid));
    },
    async caller(inner) {
      const leg = legOf(
        twilio.legs.callerLeg({ from: CALLER, to: OURS, streamUrl: 'wss://vapi.example.com/1' }),
      );
      await redirect(leg, inner);
      return leg;
    },
    statuses: (leg) =>
      at('/status').flatMap(({ params }) => (params.CallSid === leg.sid ? [params.CallStatus] : [])),
    whats: () => moments.map(({ what }) => what),
    warnings: () => moments.flatMap(({ what, detail }) => (what === 'warning' ? [detail] : [])),
  };
}
