import { sound } from '../settings/kinds.ts';
import { optional } from '../settings/setting.ts';
import { customerUrlProblem } from './agent/customer-url.ts';

export const PAGES_SETTINGS = {
  CUSTOMER_URL: optional(() => sound(customerUrlProblem), {
    about:
      "your own record of the customer, to which the agent's page links: https (plain http on the loopback), with `{customerId}`, `{number}` (E.164) or both in its path or query. No link where a value is not known. With `{number}` the address of the link holds the number, also while the page hides it",
    example: 'https://crm.example.com/customers/{customerId}',
  }),
};
