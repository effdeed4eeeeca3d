/** What are codes called, and which of them may be chosen? By the words that the market tells. */

import { api, ask } from "../shared/api/client";
import { learn } from "../shared/clock";
import { type Config, config, word } from "../shared/config";
import type { Option } from "../shared/components/fields";

let known: Config | undefined;

/** Fetches the words, and what time it is; before that nothing is shown. */
export async function begin(): Promise<void> {
  [known] = await Promise.all([
    config(),
    ask(api.GET("/v1/admin/overview")).then(({ serverTime }) => learn(serverTime)),
  ]);
}

export function called(list: string, code: string): string {
  return known === undefined ? code : word(known, list, code);
}

/** Each code with its word, to choose from. */
export function options(list: string, codes: readonly string[]): Option[] {
  return codes.map((code) => ({ value: code, label: called(list, code) }));
}
