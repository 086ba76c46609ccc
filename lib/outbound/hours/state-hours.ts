import { daily, mondayToFriday, type Week } from './calling-hours.ts';
import type { Holiday } from './holidays.ts';

/**
 * What a state or province allows where that is less than the federal hours: engineering data, no legal advice. Read in
 * 2026-11 in secondary tables: dropcowboy.com/state-compliance (2025-11), blog.clickpointsoftware.com (2025-07), a research
 * note with statutes, a tool's table (2026); for holidays also dnc.com's calendars of restricted dates (2018 to 2025). Two
 * or more agree unless a row says otherwise; where they conflict, the stricter one stands. Statutes are named to be looked
 * up.
 */
export type StateHours = {
  /** In lower case. */
  name: string;
  week: Week;
  /** No calls on federal holidays, nor on these of its own. */
  closedOn?: readonly Holiday[];
  /** The zone by whose clocks the hours are, where the rule names one: else those where the called party is. */
  clocks?: string;
  /** Where it stands. */
  about: string;
};

function butSunday(span: string): Week {
  return { ...mondayToFriday(span), sat: [span] };
}

/** The Tuesday after the first Monday of November. */
const ELECTION_DAY: Holiday = { is: 'weekday', nth: 1, weekday: 1, month: 11, after: 1 };
const MARDI_GRAS: Holiday = { is: 'easter', days: -47 };
const GOOD_FRIDAY: Holiday = { is: 'easter', days: -2 };

/** Canada's rule is one for all provinces. */
function inCanada(name: string): StateHours {
  return {
    name,
    week: { ...mondayToFriday('09:00-21:30'), sat: ['10:00-18:00'], sun: ['10:00-18:00'] },
    about: 'CRTC Unsolicited Telecommunications Rules, part III; read in hearsaycorp/phonenumber-util',
  };
}

/** By the code of the state or province. */
export const STATE_HOURS: Readonly<Record<string, StateHours>> = {
  AL: {
    name: 'alabama',
    week: butSunday('08:00-20:00'),
    // Mardi Gras (two counties), Confederate Memorial Day, Jefferson Davis' birthday.
    closedOn: [
      MARDI_GRAS,
      { is: 'weekday', nth: 4, weekday: 1, month: 4 },
      { is: 'weekday', nth: 1, weekday: 1, month: 6 },
    ],
    about: 'Ala. PSC telephone rule T-15.1; holidays: Ala. Code 1-3-8',
  },
  CA: {
    name: 'california',
    week: daily('09:00-21:00'),
    about: 'Cal. Pub. Util. Code 2872: automatic dialing-announcing devices',
  },
  CT: {
    name: 'connecticut',
    week: daily('09:00-20:00'),
    about: 'Conn. Gen. Stat. 42-288a',
  },
  FL: {
    name: 'florida',
    week: daily('08:00-20:00'),
    about: 'Fla. Stat. 501.616(6)',
  },
  IL: {
    name: 'illinois',
    week: daily('09:00-21:00'),
    about: '815 ILCS 305: recorded calls; dropcowboy.com says 8 to 21 (conflict)',
  },
  KY: {
    name: 'kentucky',
    week: daily('10:00-21:00'),
    about: 'KRS 367.46955',
  },
  LA: {
    name: 'louisiana',
    week: butSunday('08:00-20:00'),
    // And Acadian Day, the Friday after Thanksgiving. What the governor proclaims is not known here.
    closedOn: [
      MARDI_GRAS,
      GOOD_FRIDAY,
      { ...ELECTION_DAY, even: true },
      { is: 'weekday', nth: 4, weekday: 4, month: 11, after: 1 },
    ],
    about: 'La. PSC General Order R-29617 V(A), La. R.S. 45:811; holidays: as named by the commission',
  },
  MA: {
    name: 'massachusetts',
    week: daily('08:00-20:00'),
    about: 'M.G.L. c. 159C s. 3',
  },
  MD: {
    name: 'maryland',
    week: daily('08:00-20:00'),
    about: 'Md. Code, Com. Law 14-3201',
  },
  ME: {
    name: 'maine',
    week: mondayToFriday('09:00-17:00'),
    about: '10 M.R.S. 1498: automated calls, which ours are',
  },
  MI: {
    name: 'michigan',
    week: daily('09:00-21:00'),
    about: 'MCL 445.111a',
  },
  MN: {
    name: 'minnesota',
    week: daily('09:00-21:00'),
    about: 'Minn. Stat. 325E.30',
  },
  MS: {
    name: 'mississippi',
    week: butSunday('08:00-20:00'),
    // Confederate Memorial Day. dropcowboy.com allows holidays, dnc.com does not (conflict).
    closedOn: [{ is: 'weekday', nth: 5, weekday: 1, month: 4 }],
    clocks: 'America/Chicago',
    about: 'Miss. Code 77-3-723; holidays: Miss. Code 3-3-7',
  },
  NM: {
    name: 'new mexico',
    week: daily('09:00-21:00'),
    about: 'N.M. Stat. 57-12-22; dropcowboy.com alone',
  },
  NV: {
    name: 'nevada',
    week: daily('09:00-20:00'),
    about: 'NRS 598.0918; dropcowboy.com alone, the research note says 8 to 21 (conflict)',
  },
  OK: {
    name: 'oklahoma',
    week: daily('08:00-20:00'),
    about: 'Okla. Stat. tit. 15 s. 775C.4',
  },
  PA: {
    name: 'pennsylvania',
    // On Sundays 12 to 21 until 2026-10-17 by one source, no calls from 2026-10-18 by another one (conflict).
    week: butSunday('08:00-21:00'),
    // Flag Day, and Election Day of every year.
    closedOn: [GOOD_FRIDAY, { is: 'date', month: 6, day: 14, nearest: true }, ELECTION_DAY],
    about: '73 P.S. 2241 and following; holidays: 44 P.S. 11',
  },
  RI: {
    name: 'rhode island',
    week: { ...mondayToFriday('09:00-18:00'), sat: ['10:00-17:00'] },
    // Rhode Island Independence Day, Victory Day.
    closedOn: [
      { is: 'date', month: 5, day: 4 },
      { is: 'weekday', nth: 2, weekday: 1, month: 8 },
      { ...ELECTION_DAY, even: true },
    ],
    about: 'R.I. Gen. Laws 5-61-2, 5-61-3.6; holidays: 25-1-1',
  },
  TX: {
    name: 'texas',
    week: { ...daily('09:00-21:00'), sun: ['12:00-21:00'] },
    about: 'Tex. Bus. & Com. Code 301.051',
  },
  UT: {
    name: 'utah',
    week: butSunday('08:00-21:00'),
    // Pioneer Day; Juneteenth on the Monday before, or after a week-end.
    closedOn: [
      { is: 'date', month: 7, day: 24, nearest: true },
      { is: 'weekday', nth: 3, weekday: 1, month: 6 },
    ],
    about: 'Utah Code 13-25a-103; holidays: 63G-1-301',
  },
  WA: {
    name: 'washington',
    week: daily('08:00-20:00'),
    about: 'RCW 80.36.390',
  },
  WY: {
    name: 'wyoming',
    week: daily('08:00-20:00'),
    about: 'Wyo. Stat. 40-12-302',
  },
  AB: inCanada('alberta'),
  BC: inCanada('british columbia'),
  MB: inCanada('manitoba'),
  NB: inCanada('new brunswick'),
  NL: inCanada('newfoundland and labrador'),
  NS: inCanada('nova scotia'),
  NT: inCanada('northwest territories'),
  NU: inCanada('nunavut'),
  ON: inCanada('ontario'),
  PE: inCanada('prince edward island'),
  QC: inCanada('quebec'),
  SK: inCanada('saskatchewan'),
  YT: inCanada('yukon'),
};
