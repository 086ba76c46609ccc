/** E.164: the only thing Vapi's transfer to a number takes by default (`numberE164CheckEnabled`). */
export const E164 = /^\+[1-9]\d{6,14}$/;
