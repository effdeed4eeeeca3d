/** How are questions put to the market? By its own document, with whose token, in which language. */

import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "../../../made/api";
import { language } from "../language";
import { Refusal, Unreachable } from "./refusal";
import { renewed, token } from "./tokens";

export type Schemas = components["schemas"];

export const api: Client<paths> = createClient<paths>({ baseUrl: location.origin, fetch: send });

/**
 * Gives what was asked for.
 *
 * @throws {Refusal} if the market says no
 * @throws {Unreachable} if nobody answers
 */
export async function ask<T>(
  asked: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  throw new Refusal(error as Schemas["Problem"], response);
}

/** Makes a key under which something is done once, however often it is sent. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await reach(request, await token());
  if (answer.status !== 401) return answer;
  const better = await renewed();
  return better === undefined ? answer : reach(again, better);
}

async function reach(request: Request, bearer: string | undefined): Promise<Response> {
  request.headers.set("Accept-Language", language);
  if (bearer !== undefined) request.headers.set("Authorization", `Bearer ${bearer}`);
  try {
    const answer = await fetch(request);
    // A proxy that finds nobody behind it does not speak for the market.
    if (answer.ok || answer.headers.get("Content-Type")?.includes("json")) return answer;
  } catch (reason) {
    throw new Unreachable(String(reason));
  }
  throw new Unreachable(request.url);
}
