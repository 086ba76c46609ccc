import { type AskPorts, askForCall, cancelCall, shownCall } from './ask.ts';

export type ApiAnswer = { status: number; body: unknown };

const errorIs = (status: number, code: string, message: string, more: object = {}): ApiAnswer => ({
  status,
  body: { error: { code, message, ...more } },
});
const NO_SUCH_CALL = errorIs(404, 'not_found', 'There is no such call.');

/** Asks for one call: `POST /outbound/calls`. */
export async function answerCallAsked(
  body: unknown,
  key: string | undefined,
  ports: AskPorts,
): Promise<ApiAnswer> {
  const asked = await askForCall(body, key, ports);
  if (asked.is !== 'accepted') ports.count('outbound_refused');
  switch (asked.is) {
    case 'accepted':
      return { status: 202, body: { call: shownCall(asked.call) } };
    case 'refused':
      return errorIs(422, asked.code, asked.message, { field: asked.field });
    case 'conflict':
      return errorIs(422, 'idempotency_conflict', 'This Idempotency-Key was used for another request.', {
        field: 'Idempotency-Key',
      });
    case 'recent': {
      const message = 'This number was asked for less than 30 minutes ago.';
      return {
        status: 409,
        body: {
          error: { code: 'recently_called', message, field: 'customer.number' },
          call: { id: asked.id },
        },
      };
    }
  }
}

/** Shows a call: `GET /outbound/calls/{id}`. */
export async function answerCallLooked(id: string, { store }: Pick<AskPorts, 'store'>): Promise<ApiAnswer> {
  const { call } = await store.load(id);
  return call === undefined ? NO_SUCH_CALL : { status: 200, body: { call: shownCall(call) } };
}

/** Takes a call back: `POST /outbound/calls/{id}/cancel`. */
export async function answerCallCanceled(id: string, ports: AskPorts): Promise<ApiAnswer> {
  const outcome = await cancelCall(id, ports);
  switch (outcome.is) {
    case 'none':
      return NO_SUCH_CALL;
    case 'canceled':
      return { status: 200, body: { call: shownCall(outcome.call) } };
    case 'too-late': {
      const error = { code: 'wrong_state', message: 'The call has been dialled already.' };
      return { status: 409, body: { error, call: shownCall(outcome.call) } };
    }
  }
}
