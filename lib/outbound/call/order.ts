import * as z from 'zod/mini';
import { type Problem, problem, problemOf } from '../problem.ts';
import { consentSchema, customerFields, moment, short, words } from '../words.ts';
import type { OutboundOrder } from './record.ts';

/** Why a request is refused: nothing of it is kept. `field` names what is wrong. */
export type OrderRefused = {
  is: 'refused';
  code: 'not_set_up' | 'invalid' | 'number_invalid' | 'number_not_callable' | 'do_not_call' | 'no_consent';
  field: string;
  message: string;
};

const orderSchema = z.strictObject(
  {
    customer: z.strictObject({ number: z.string('is not a text'), ...customerFields }, 'is not an object'),
    assistant: z.exactOptional(short),
    consent: z.optional(consentSchema),
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
  const { calledAs } = await import('../called-as.ts');
  const number = calledAs(customer.number);
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
