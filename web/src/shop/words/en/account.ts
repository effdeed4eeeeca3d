import type { ShopWords } from "..";

/** Becoming a member, signing in, one's own data. */
export const account: ShopWords["account"] = {
  signIn: {
    title: "Sign in",
    verb: "Sign in",
    new: "Sign up",
    findId: "Find login ID",
    reset: "Reset password",
  },
};
