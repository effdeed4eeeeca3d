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
  mail: {
    address: "E-mail",
    why: "We mail a code to this address.",
    send: "Mail me a code",
    sent: "The code is on its way.",
    sentTo: (email) => `Type the code that we mailed to ${email}. It is good for three minutes.`,
    code: "Code",
    verify: "Confirm",
    again: "Mail another code",
  },
  signUp: {
    title: "Sign up",
    verb: "Sign up",
    name: "Name",
    phone: "Mobile phone",
    birth: "Date of birth",
    gender: "Gender",
    terms: "Terms",
    required: (title) => `${title} (required)`,
    optional: (title) => `${title} (optional)`,
    read: "Read",
    mustAgree: "You can sign up only if you agree.",
    loginIdHelp: "Small letters and digits.",
    passwordHelp: "A long phrase that nobody guesses is best.",
  },
  findId: { title: "Find login ID", found: "Your login ID is" },
  reset: {
    title: "Reset password",
    newPassword: "New password",
    verb: "Change password",
    done: "Your password is changed, and all devices are signed out.",
  },
};
