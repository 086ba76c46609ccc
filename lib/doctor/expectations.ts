import type { Scheme } from '../vapi/authentication.ts';
import type { BusinessNumber } from './numbers.ts';
import type { Place } from './seen.ts';
import type { OurUrls } from './urls.ts';

/** An agent as the team wants them. */
export type ExpectedAgent = {
  name: string;
  contact: string;
  departments: readonly string[];
  languages: readonly string[];
};

/** What is expected of Twilio; what is undefined is not set. */
export type TwilioExpected = {
  /** Where the APIs answer, without the version. */
  hosts: { taskrouter: string; api: string } & Readonly<Record<'monitor' | 'voice' | 'trusthub', Place>>;
  accountSid: string | undefined;
  /** What the webhooks are verified with, the one in force first. */
  authTokens: readonly string[];
  /** An API key asks in place of the token; it may not see everything. */
  asksWithKey: boolean;
  workspaceSid: string | undefined;
  workflowSid: string | undefined;
  /** Workflows of their own for what waits on no line. */
  callbackWorkflowSid: string | undefined;
  reviewWorkflowSid: string | undefined;
  unavailableActivitySid: string | undefined;
  /** From which agents are rung. */
  callerId: string | undefined;
  windowSeconds: number;
  /** How agent and caller are joined, as it is set. */
  bridge: string;
  /** Who rings agents then; `either` where each call decides. */
  agentRungBy: 'us' | 'vapi' | 'either';
  agentsInFlex: boolean;
  longestCallSeconds: number;
  /** Countries in which people are called back. */
  countries: readonly string[];
};

/** What is expected of Vapi; what is undefined is not set. */
export type VapiExpected = {
  url: string;
  credentialId: string | undefined;
  /** How its webhooks prove themselves. */
  scheme: Scheme;
  squadId: string | undefined;
  /** Vapi's ids by what they are called here. */
  assistants: Readonly<Record<string, string>>;
  /** The one assistant of a team without a desk. */
  assistantId: string | undefined;
  phoneNumberId: string | undefined;
  /** Where a caller goes for whom no assistant is found. */
  fallbackNumber: string | undefined;
  maxCalls: number | undefined;
  escalationTools: readonly string[];
  /** What set-up writes of each, as Vapi takes it; none where nobody knows. */
  wanted: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
};

/** Everything that a set-up is held against. */
export type Expectations = {
  stage: string;
  /** Where the platforms reach us; undefined before the first deployment. */
  urls: OurUrls | undefined;
  twilio: TwilioExpected;
  vapi: VapiExpected;
  /** What the team wants; undefined where there is no file of it. */
  team:
    | {
        agents: readonly ExpectedAgent[];
        departments: readonly string[];
        numbers: readonly BusinessNumber[];
      }
    | undefined;
};
