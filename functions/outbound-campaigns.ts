import { createHash } from 'node:crypto';
import { entry } from '../lib/lambda/entry.ts';
import { jsonBody, requireType, typeOf } from '../lib/lambda/pipelines/bodies.ts';
import { KEY_API, keyApi } from '../lib/lambda/pipelines/key-api.ts';
import { Refusal } from '../lib/lambda/pipelines/refusal.ts';
import type { RawRequest } from '../lib/lambda/pipelines/webhook.ts';
import { CAMPAIGN_ASKING, campaignAsk } from '../lib/lambda/wiring/campaigns.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import {
  answerCampaign,
  answerCampaignAsked,
  answerCampaigns,
  answerMove,
  answerResults,
  isMove,
} from '../lib/outbound/campaign/api.ts';
import type { CampaignAsk } from '../lib/outbound/campaign/create.ts';
import { readCsvUpload, readJsonUpload, type Upload } from '../lib/outbound/campaign/upload/read.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';

export const needs = { ...KEY_API, ...CAMPAIGN_ASKING };

/** What Lambda takes (6 MB), and so the longest list. */
const MAX_BYTES = 6 * 1024 * 1024;

/** Reads the upload of a request, as far as its form goes: the contacts are read when they are needed. */
function uploadIn(request: RawRequest, ports: CampaignAsk): () => Promise<Upload> {
  if (typeOf(request) === 'text/csv') {
    return () => readCsvUpload(request.rawBody, new URLSearchParams(request.rawQueryString), ports);
  }
  requireType(request, 'application/json', 'text/csv');
  const body = jsonBody(request);
  return () => readJsonUpload(body, ports);
}

/** Campaigns as the team's own systems ask for them: `/outbound/campaigns`. */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('outbound-campaigns', settings);
  const ports = campaignAsk(settings, telemetry);
  return keyApi({
    settings,
    telemetry,
    now,
    maxBytes: MAX_BYTES,
    async answer(request) {
      const { method, path, pathParameters, headers, rawBody, rawQueryString } = request;
      const { id } = pathParameters;
      if (id === undefined) {
        if (method === 'GET') return answerCampaigns(ports);
        const of = createHash('sha256').update(rawQueryString).update('\n').update(rawBody).digest('hex');
        return answerCampaignAsked(uploadIn(request, ports), { key: headers['idempotency-key'], of }, ports);
      }
      const last = path.split('/').at(-1) ?? '';
      if (last === 'results') return answerResults(id, ports);
      if (method === 'GET') return answerCampaign(id, ports);
      if (isMove(last)) return answerMove(id, last, ports);
      throw new Refusal('not_found', 'There is no such route.');
    },
  });
};

export const handler = entry(create, needs);
