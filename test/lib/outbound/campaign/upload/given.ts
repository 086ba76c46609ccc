import {
  readCsvUpload,
  readJsonUpload,
  type Upload,
  type UploadPorts,
} from '../../../../../lib/outbound/campaign/upload/read.ts';

export const SAM = '+14155550123';
export const DANA = '+14155550188';
export const DESK = '+18005550123';
export const LISTED = '+12125550199';

/** Toll-free numbers cannot be called without a time zone, one number is listed, and one assistant is set up. */
export const world = () => {
  const askedAbout: (readonly string[])[] = [];
  const ports: UploadPorts = {
    notCallable: async ({ number, timeZone }) =>
      number.startsWith('+1800') && timeZone === undefined ? 'is a toll-free number' : undefined,
    async listedAmong(numbers) {
      askedAbout.push(numbers);
      return new Set([LISTED]);
    },
    knowsAssistant: (assistant) => assistant === undefined || assistant === 'sales',
  };
  return {
    askedAbout,
    json: (body: unknown) => readJsonUpload(body, ports),
    csv: (body: string | Uint8Array, query: Record<string, string> = {}) =>
      readCsvUpload(
        typeof body === 'string' ? new TextEncoder().encode(body) : body,
        new URLSearchParams({ name: 'spring', ...query }),
        ports,
      ),
  };
};

/** What stands in an upload for people who read a test. */
export const peopleIn = (upload: Upload) => (upload.is === 'upload' ? upload.people : upload);
export const refusedIn = (upload: Upload) => (upload.is === 'upload' ? upload.refused : upload);
export const wholeRefused = (field: string, what: string) => ({
  ...{ is: 'refused', status: 422, code: 'invalid', field },
  message: `${field} ${what}.`,
});
export const tooMany = {
  ...{ is: 'refused', status: 413, code: 'too_many', field: 'contacts' },
  message: 'contacts has more than 10000 entries.',
};
/** Numbers that nobody has, each another one. */
export const numbered = (index: number): string => `+1415555${String(index).padStart(4, '0')}`;
