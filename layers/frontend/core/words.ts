/** The page's words: Chinese is the source, other languages come in a catalogue with the page. */

import { pageData } from "./page-data.ts";

const catalogue = pageData<Record<string, string>>("messages") ?? {};

/** A message in the reader's language; `{name}` in it is replaced by a value. */
export function t(message: string, values: Record<string, string | number> = {}): string {
  const text = catalogue[message] ?? message;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
