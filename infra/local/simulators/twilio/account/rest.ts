import { firstOf, otherThan } from '../fields.ts';
import { PAGE, taskRouterPage, voicePage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, strangerIn } from '../replies.ts';
import type { Account, Trusted } from './model.ts';
import {
  accountPath,
  accountResource,
  alertResource,
  assignmentResource,
  balanceResource,
  callerIdResource,
  countryResource,
  trustedResource,
  wholeAlertResource,
} from './resources.ts';

const LEVELS = ['error', 'warning', 'notice', 'debug'];
/** What is older this API does not show. */
const ALERTS_LAST_MS = 30 * 86_400_000;

const timeOr = (given: string | undefined, otherwise: number): number =>
  given === undefined ? otherwise : Date.parse(given);

/** What the account is, and what its operator, its debugger and its permissions are (Twilio: account, monitor, voice, trust hub). */
export const createAccountOperations = (account: Account, base: () => string) => {
  const one = (params: Params, body: object): Reply => strangerIn(params, []) ?? { status: 200, body };

  const trustedOperations = (collection: 'CustomerProfiles' | 'TrustProducts', all: readonly Trusted[]) => ({
    list(params: Params): Reply {
      const stranger = strangerIn(params, ['Status', 'FriendlyName', 'PolicySid', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { Status: status, FriendlyName: name, PolicySid: policySid } = params;
      const found = all.filter(
        (trusted) =>
          (status === undefined || trusted.status === status) &&
          (name === undefined || trusted.name === name) &&
          (policySid === undefined || trusted.policySid === policySid),
      );
      const rows = found.map((trusted) => trustedResource(trusted, account, base(), collection));
      return taskRouterPage(`${base()}/v1/${collection}`, 'results', params, rows);
    },
    fetch(sid: string, params: Params): Reply {
      const found = all.find((trusted) => trusted.sid === sid);
      return found === undefined ? GONE : one(params, trustedResource(found, account, base(), collection));
    },
  });

  return {
    fetch: (params: Params): Reply => one(params, accountResource(account)),

    /** A subaccount has none of its own. */
    balance: (params: Params): Reply =>
      account.ownerSid === account.sid ? one(params, balanceResource(account)) : GONE,

    callerIds(params: Params): Reply {
      const stranger = strangerIn(params, ['PhoneNumber', 'FriendlyName', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { PhoneNumber: wanted, FriendlyName: name } = params;
      const rows = account.callerIds
        .filter(({ number }) => (wanted ?? number) === number && (name ?? number) === number)
        .map((callerId) => callerIdResource(callerId, account));
      return voicePage(`${accountPath(account)}/OutgoingCallerIds.json`, 'outgoing_caller_ids', params, rows);
    },

    alerts(params: Params): Reply {
      const no = firstOf(
        strangerIn(params, ['LogLevel', 'StartDate', 'EndDate', ...PAGE]),
        otherThan(params, 'LogLevel', LEVELS),
      );
      if (no !== undefined) return no;
      const from = timeOr(params.StartDate, 0);
      const to = timeOr(params.EndDate, Number.POSITIVE_INFINITY);
      if (Number.isNaN(from) || Number.isNaN(to)) return invalid('StartDate or EndDate is invalid');
      const oldest = Math.max(from, Date.now() - ALERTS_LAST_MS);
      const rows = account.alerts
        .filter(
          ({ at, level }) =>
            at.getTime() >= oldest && at.getTime() <= to && (params.LogLevel ?? level) === level,
        )
        .toSorted((newer, older) => older.at.getTime() - newer.at.getTime())
        .map((alert) => alertResource(alert, account, base()));
      return taskRouterPage(`${base()}/v1/Alerts`, 'alerts', params, rows);
    },

    alert(sid: string, params: Params): Reply {
      const found = account.alerts.find((alert) => alert.sid === sid);
      return found === undefined ? GONE : one(params, wholeAlertResource(found, account, base()));
    },

    countries(params: Params): Reply {
      const stranger = strangerIn(params, ['IsoCode', 'Continent', 'CountryCode', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const rows = account.countries
        .filter(
          ({ iso, continent, codes }) =>
            (params.IsoCode ?? iso) === iso &&
            (params.Continent ?? continent) === continent &&
            (params.CountryCode === undefined || codes.includes(params.CountryCode)),
        )
        .map((country) => countryResource(country, base()));
      return taskRouterPage(`${base()}/v1/DialingPermissions/Countries`, 'content', params, rows);
    },

    country(iso: string, params: Params): Reply {
      const found = account.countries.find((country) => country.iso === iso);
      return found === undefined ? GONE : one(params, countryResource(found, base()));
    },

    /** Of a subaccount: whether it has the permissions of its owner. */
    dialingSettings: (params: Params): Reply =>
      one(params, {
        dialing_permissions_inheritance: account.ownerSid !== account.sid,
        url: `${base()}/v1/Settings`,
      }),

    customerProfiles: trustedOperations('CustomerProfiles', account.customerProfiles),
    trustProducts: trustedOperations('TrustProducts', account.trustProducts),

    assignments(productSid: string, params: Params): Reply {
      const product = account.trustProducts.find((one) => one.sid === productSid);
      if (product === undefined) return GONE;
      const stranger = strangerIn(params, ['ChannelEndpointSid', 'ChannelEndpointSids', ...PAGE]);
      if (stranger !== undefined) return stranger;
      const { ChannelEndpointSid: sid, ChannelEndpointSids: sids } = params;
      const rows = product.numbers
        .filter(
          ({ numberSid }) =>
            (sid ?? numberSid) === numberSid && (sids?.split(',').includes(numberSid) ?? true),
        )
        .map((assigned) => assignmentResource(assigned, product, account, base()));
      const url = `${base()}/v1/TrustProducts/${product.sid}/ChannelEndpointAssignments`;
      return taskRouterPage(url, 'results', params, rows);
    },
  };
};
