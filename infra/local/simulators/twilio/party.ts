export const E164 = /^\+[1-9]\d{6,14}$/;

export const OTHER_PARTY = /^(?:sip|client):\S+$/;

export const isNumber = (party: string): boolean => E164.test(party);

/** Whether a leg can be made to it: a number in E.164, `sip:...` or `client:...`. */
export const isDialable = (party: string): boolean => isNumber(party) || OTHER_PARTY.test(party);
