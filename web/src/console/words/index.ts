/** What does the console say? In one language, loaded before anything is shown. */

import { language } from "../../shared/language";
import type { Widened } from "../../shared/words/ko";
import type { ko } from "./ko";

export type ConsoleWords = Widened<typeof ko>;

let words: ConsoleWords;

export function said(): ConsoleWords {
  return words;
}

export async function loadWords(): Promise<void> {
  words = language === "ko" ? (await import("./ko")).ko : (await import("./en")).en;
}
