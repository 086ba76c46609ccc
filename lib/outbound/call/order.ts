import * as z from 'zod/mini';
import { isZone } from '../../handoff/ask/opening-hours.ts';
import { type Problem, problem, problemOf } from '../problem.ts';
import { CONSENTS, type OutboundOrder } from './record.ts';

/** Why a request is refused: nothing of it is kept. `field` names what is wrong. */
export type OrderRefused = {
  is: 'refused';
  code: 'not_set_up' | 'invalid' | 'number_invalid' | 'number_not_callable' | 'do_not_call' | 'no_consent';
  field: string;
  message: string;
};

const short = z.string('is not a text').check(z.minLength(1, 'is empty'), z.maxLength(200, 'is too long'));
const moment = z.iso.datetime({
  offset: true,
  error: 'is not a time with an offset like 2026-12-01T09:00:00-08:00',
});
/** Numbers and flags are texts to the assistant too. */
const word = z.pipe(
  z.union([z.string(), z.number(), z.boolean()], 'is not a text'),
  z.pipe(z.transform(String), z.string().check(z.maxLength(1_000, 'is too long'))),
);
const words = z
  .record(z.string().check(z.maxLength(100)), word, 'is not an object')
  .check(z.refine((values) => Object.keys(values).length <= 50, 'has more than 50 entries'));

const orderSchema = z.strictObject(
  {
    customer: z.strictObject(
      {
        number: z.string('is not a text'),
        id: z.exactOptional(short),
        name: z.exactOptional(short),
        timeZone: z.exactOptional(
          z.string('is not a text').check(z.refine(isZone, 'is not a time zone like Europe/Berlin')),
        ),
        state: z.exactOptional(
          z.string('is not a text').check(z.regex(/^[A-Z]{2}$/, 'is not a state like CA')),
        ),
      },
      'is not an object',
    ),
    assistant: z.exactOptional(short),
    consent: z.optional(
      z.strictObject(
        {
          kind: z.enum(CONSENTS, `is none of ${CONSENTS.join(', ')}`),
          reference: z.exactOptional(short),
          at: z.exactOptional(moment),
        },
        'is not an object',
      ),
    ),
    variables: z.exactOptional(words),
    metadata: z.exactOptional(words),
    notBefore: z.exactOptional(moment),
  },
  'is not an object',
);

export type ReadOrder = { is: 'order'; order: OutboundOrder; notBefore: number };

const refused = (code: OrderRefused['code'], { field, message }: Problem): OrderRefused => ({
  is: 'refused',
  ...{ code, field, message },
});

/** Reads what a request asks for. The number is not looked at here, but for its form. Throws nothing. */
export async function readOrder(body: unknown): Promise<ReadOrder | OrderRefused> {
  const read = orderSchema.safeParse(body, { reportInput: true });
  const [issue] = read.error?.issues ?? [];
  if (issue !== undefined) return refused('invalid', problemOf(issue));
  if (!read.success) return refused('invalid', problem('body', 'cannot be read'));
  const { customer, assistant, consent, variables, metadata, notBefore } = read.data;
  const { e164Of } = await import('../../base/phone-number.ts');
  const number = e164Of(customer.number);
  if (number === undefined) {
    return refused(
      'number_invalid',
      problem('customer.number', 'is no phone number in E.164 form like +14155550123'),
    );
  }
  // An artificial voice needs it (FCC 24-17), and no proof of it can be made up afterwards.
  if (consent === undefined || consent.kind === 'none') {
    return refused('no_consent', problem('consent', 'must be express or written'));
  }
  const { id, name, timeZone, state } = customer;
  return {
    is: 'order',
    order: {
      number,
      ...(id !== undefined && { customerId: id }),
      ...(name !== undefined && { customerName: name }),
      ...(timeZone !== undefined && { timeZone }),
      ...(state !== undefined && { state }),
      ...(assistant !== undefined && { assistant }),
      consent,
      ...(variables !== undefined && { variables }),
      ...(metadata !== undefined && { metadata }),
    },
    notBefore: notBefore === undefined ? 0 : Date.parse(notBefore),
  };
}
