/** The address of something as of an edition; null for the one in force, which needs no naming. */
export function asOf(url: string, edition: number | null): string {
  return edition === null ? url : `${url}${url.includes("?") ? "&" : "?"}edition=${edition}`;
}
