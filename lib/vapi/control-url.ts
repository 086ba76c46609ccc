/** Where live call control may be sent to; `reason` names no part of the URL, which is a credential. */
export type CheckedControlUrl =
  | { is: 'allowed'; url: string }
  | { is: 'refused'; reason: 'not-a-url' | 'not-https' | 'credentials' | 'host' | 'call-id' };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Guards against being sent elsewhere (Vapi: live call control): https, a host of `hosts` (a name, or a
 * `.suffix`; any port) and the call's id as a segment of the path. Plain http only for a loopback host that is
 * itself named, for simulators.
 */
export const checkControlUrl = (
  text: string,
  callId: string,
  hosts: readonly string[],
): CheckedControlUrl => {
  const url = URL.parse(text);
  if (url === null) return { is: 'refused', reason: 'not-a-url' };
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const names = hosts.map((one) => one.toLowerCase().replace(/^(::1)$/, '[$1]'));
  const named = names.includes(host);
  const plainIsFine = url.protocol === 'http:' && named && LOOPBACK.test(host);
  if (url.protocol !== 'https:' && !plainIsFine) return { is: 'refused', reason: 'not-https' };
  if (url.username !== '' || url.password !== '') return { is: 'refused', reason: 'credentials' };
  const under = names.some((one) => one.startsWith('.') && one.length > 1 && host.endsWith(one));
  if (!named && !under) return { is: 'refused', reason: 'host' };
  if (callId === '' || !url.pathname.split('/').map(decoded).includes(callId)) {
    return { is: 'refused', reason: 'call-id' };
  }
  return { is: 'allowed', url: url.href };
};

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};
