/** Which words are shown? Those of one language, loaded before anything is shown. */

import { language } from "../language";
import type { Words } from "./ko";

let words: Words;

/** What shop and console both say. */
export function said(): Words {
  return words;
}

export async function loadWords(): Promise<void> {
  words = language === "ko" ? (await import("./ko")).ko : (await import("./en")).en;
}
