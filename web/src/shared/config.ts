/** What holds for everybody? Asked for once; addresses, limits, waits, and the words of codes. */

import { api, ask, type Schemas } from "./api/client";
import { language } from "./language";

export type Config = Schemas["Configuration"];

let asked: Promise<Config> | undefined;

export function config(): Promise<Config> {
  asked ??= ask(api.GET("/v1/config")).catch((reason: unknown) => {
    asked = undefined;
    throw reason;
  });
  return asked;
}

/** The word for a code of a list such as `quality`; the code itself for one that came later. */
export function word(config: Config, list: string, code: string): string {
  const found = config.codes
    .find((one) => one.name === list)
    ?.items.find((one) => one.code === code);
  return found?.[language] ?? code;
}

/** The codes of a list to choose from, each with its word. */
export function choices(config: Config, list: string): { value: string; label: string }[] {
  const items = config.codes.find(({ name }) => name === list)?.items ?? [];
  return items.map((one) => ({ value: one.code, label: one[language] }));
}
