/**
 * Who is asking? An access token kept in memory, and a refresh token in a cookie that no script reads.
 *
 * Tabs have each their own access token; who signed in is told among them by the browser's storage.
 */

import { signal } from "@preact/signals";
import type { components } from "../../../made/api";
import { Unreachable } from "./refusal";

type Tokens = components["schemas"]["Tokens"];
export type SignedIn = components["schemas"]["SignedIn"];

const KEPT = "member";
/** A token that ends this soon might end on its way. */
const EARLY_MS = 20_000;

/** Who is signed in, as far as this browser knows; the market has the last word. */
export const member = signal<SignedIn | undefined>(kept());
/** That a session has ended which its member did not end. */
export const wasSignedOut = signal(false);

let current: { token: string; until: number } | undefined;
let renewing: Promise<string | undefined> | undefined;

/** Gives a token that is still good, or none where nobody is signed in. */
export async function token(): Promise<string | undefined> {
  if (member.value === undefined) return undefined;
  if (current !== undefined && Date.now() < current.until) return current.token;
  return renewed();
}

/** Fetches a new token, once for all that wait for it. */
export function renewed(): Promise<string | undefined> {
  if (member.value === undefined) return Promise.resolve(undefined);
  renewing ??= refresh().finally(() => (renewing = undefined));
  return renewing;
}

/** Takes the tokens that the market gave to who signed in. */
export function take(tokens: Tokens): void {
  current = {
    token: tokens.accessToken,
    until: Date.now() + tokens.expiresIn * 1000 - EARLY_MS,
  };
  wasSignedOut.value = false;
  if (tokens.member !== null) keep(tokens.member);
}

/** Calls who is signed in by another name, here and in the other tabs. */
export function rename(name: string): void {
  if (member.value !== undefined) keep({ ...member.value, name });
}

/** Forgets who was signed in, here and in the other tabs. */
export function forget(): void {
  current = undefined;
  keep(undefined);
}

async function refresh(): Promise<string | undefined> {
  const answer = await post("/v1/auth/refresh");
  if (answer.ok) {
    take((await answer.json()) as Tokens);
    return current?.token;
  }
  // Whoever is too busy to answer does not end a session.
  if (answer.status !== 401) throw new Unreachable("refresh");
  wasSignedOut.value = true;
  forget();
  return undefined;
}

async function post(path: string): Promise<Response> {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ keep: "COOKIE" }),
    });
  } catch (reason) {
    throw new Unreachable(String(reason));
  }
}

function keep(who: SignedIn | undefined): void {
  member.value = who;
  if (who === undefined) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, JSON.stringify(who));
}

function kept(): SignedIn | undefined {
  const text = localStorage.getItem(KEPT);
  return text === null ? undefined : (JSON.parse(text) as SignedIn);
}

addEventListener("storage", (event) => {
  if (event.key !== KEPT) return;
  const who = kept();
  if (who?.memberId !== member.value?.memberId) current = undefined;
  member.value = who;
});
