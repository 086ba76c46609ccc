import { TRANSFER_MODES } from '../handoff/record/handoff.ts';
import { httpUrl, key, list, oneOf, secrets, text } from '../settings/kinds.ts';
import { fallingBack, optional, required } from '../settings/setting.ts';
import { optionsProblem, SCHEMES } from './authentication.ts';

export const VAPI_SETTINGS = {
  VAPI_API_KEY: required(key, { about: "Vapi's private API key", example: '...', isSecret: true }),
  VAPI_SERVER_SECRET: required(secrets, {
    about:
      "what Vapi's webhooks are signed with, a random text of 16 characters or more; while rotating, old and new separated by a comma",
    example: '...',
    isSecret: true,
  }),
  VAPI_AUTH: fallingBack('hmac', () => oneOf(SCHEMES), {
    about:
      'how Vapi proves that a webhook is its own: `hmac` (signed timestamp and body), `hmac-body` (body only, in `x-vapi-signature` or `vapi-signature`), `secret` (`X-Vapi-Secret`), `bearer`',
  }),
  VAPI_AUTH_OPTIONS: optional(text, {
    about:
      "JSON with the field names of Vapi's own plan. `hmac` and `hmac-body`: `algorithm`, `signatureHeader`, `timestampHeader`, `includeTimestamp`, `payloadFormat`, `signaturePrefix`, `signatureEncoding`, `messageIdHeader`, `secretIsBase64`. `bearer`: `headerName`, `bearerPrefixEnabled`",
    example: '{"signatureHeader": "x-call-signature"}',
    beside: (options, { VAPI_AUTH: scheme }) => optionsProblem(scheme ?? 'hmac', options),
  }),
  VAPI_TRANSFER_MODE: fallingBack('warm-transfer-experimental', () => oneOf(TRANSFER_MODES), {
    about:
      'the first plan of a transfer to ask for; `warm-transfer-say-message` and `blind-transfer` lose a caller whose agent does not answer',
  }),
  VAPI_API_URL: fallingBack('https://api.vapi.ai', httpUrl, {
    about: "Vapi's API (`https://api.eu.vapi.ai` for EU organisations)",
  }),
  VAPI_CONTROL_HOSTS: fallingBack('.vapi.ai', list, {
    about:
      'hosts and `.suffixes` that live call control may be sent to. Plain http only for a loopback host named here',
  }),
};

/** Read by set-up and doctor alone: no function has a use for them. */
export const VAPI_COMMAND_SETTINGS = {
  VAPI_CREDENTIAL_ID: optional(text, {
    about:
      "Vapi's id of the credential that signs its webhooks with `VAPI_SERVER_SECRET`; `npm run setup` writes it, or gives it to the assistants where it was made by hand",
    example: '...',
  }),
};
