export type NextPage = { pageToken?: string; pageNumber?: number };

/** Only the place in the list is taken from the address: credentials go to the configured host alone. */
export function nextPage(address: string | null | undefined): NextPage | undefined {
  if (!address) return undefined;
  // The older API names the next page without a host.
  const place = new URL(address, 'https://twilio.invalid').searchParams;
  const pageToken = place.get('PageToken');
  const pageNumber = place.get('Page');
  return {
    ...(pageToken !== null && { pageToken }),
    ...(pageNumber !== null && { pageNumber: Number(pageNumber) }),
  };
}
