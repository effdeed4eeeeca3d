/** How does a member sign in and out? */

import { api, ask } from "./client";
import { forget, take } from "./tokens";

/** @throws {Refusal} WRONG_CREDENTIALS, TOO_MANY_SIGN_INS */
export async function signIn(loginId: string, password: string): Promise<void> {
  take(await ask(api.POST("/v1/auth/sign-in", { body: { loginId, password, keep: "COOKIE" } })));
}

/** @throws {Unreachable} if the session could not be ended, so that it is still there */
export async function signOut(): Promise<void> {
  await ask(api.POST("/v1/auth/sign-out", { body: { keep: "COOKIE" } }));
  forget();
}
