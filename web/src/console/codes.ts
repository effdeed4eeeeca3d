/** What are codes called, and which of them may be chosen? By the words that the market tells. */

import { type Config, config, word } from "../shared/config";
import type { Option } from "../shared/components/fields";

let known: Config | undefined;

/** Fetches the words; before that nothing is shown. */
export async function loadCodes(): Promise<void> {
  known = await config();
}

export function called(list: string, code: string): string {
  return known === undefined ? code : word(known, list, code);
}

/** Each code with its word, to choose from. */
export function options(list: string, codes: readonly string[]): Option[] {
  return codes.map((code) => ({ value: code, label: called(list, code) }));
}
