import type { Words } from "./ko";

/** What shop and console both say, in English. */
export const en: Words = {
  market: "PIKCUR",
  skip: "Skip to content",
  language: { other: "한국어", name: "Language" },

  waiting: "Loading",
  failed: {
    title: "This could not be loaded",
    unreachable: "The server cannot be reached. Check your connection and try again.",
    unexpected:
      "Something unexpected went wrong. If it stays after a reload, please tell our help desk.",
    again: "Try again",
  },
  more: "Show more",
  lost: "Connection lost. Reconnecting.",
  caughtUp: "Connected again. Everything shown is up to date.",
  notFound: {
    title: "There is no such page",
    text: "Its address has changed, or it is gone.",
    home: "To the start",
  },

  form: {
    required: "Please fill this in.",
    wrongAmount: "Please give an amount in digits, such as 12,000.",
    notKnown: "We could not tell whether it arrived. Press again: it will be done only once.",
    sending: "Sending",
    optional: "optional",
    cancel: "Cancel",
    close: "Close",
    save: "Save",
    saved: "Saved.",
    change: "Change",
    delete: "Delete",
    reason: "Reason",
  },

  session: {
    ended: "Your session has ended. What you typed is still here; please sign in again.",
    signIn: "Sign in",
    signOut: "Sign out",
    loginId: "Login ID",
    password: "Password",
  },

  pictures: {
    add: "Add pictures",
    drop: "Drop pictures here, or choose them.",
    limits: (most, megabytes) => `JPEG, PNG, WebP · up to ${megabytes} MB each · ${most} at most`,
    uploading: (percent) => `Uploading ${percent}%`,
    done: "Uploaded",
    failed: "Not uploaded",
    again: "Upload again",
    remove: "Remove picture",
    earlier: "Move earlier",
    later: "Move later",
    first: "Main picture",
    position: (at, of) => `Picture ${at} of ${of}`,
    moved: (at) => `Moved to place ${at}.`,
    tooLarge: (megabytes) => `Pictures may have ${megabytes} MB at most.`,
    wrongKind: "Only JPEG, PNG and WebP pictures can be uploaded.",
    tooMany: (most) => `There may be ${most} pictures at most.`,
    camera: "Take a picture",
    checking: "The pictures are being checked. It goes on by itself then.",
    removeShort: "Remove",
  },

  verdict: {
    title: "Proof",
    checking: "The log of bids is being checked.",
    whole: "The log of bids is as it was written, from first to last.",
    head: "Last hash",
    log: "See all of the log",
    chain: (entries) => `All ${entries} entries are chained from first to last.`,
    signed: (receipts) => `The signatures of ${receipts} receipts are right, too.`,
    unsigned: "This browser cannot check signatures (Ed25519); bin/verify-bid-log can.",
    unable: "This browser cannot verify the log here (no https); bin/verify-bid-log can.",
    wrong: (seq) => `Something is wrong with entry ${seq}.`,
    faults: {
      MISSING: "It is missing.",
      PUT_IN: "It was put in.",
      CHANGED: "It was changed or put in: its hash is not that of what it says.",
      WRONG_END: "The log ends in another hash than the auction keeps.",
      NO_KIND: "There is no such kind.",
      RECEIPT_MISPLACED: "Bids that were placed have a receipt, and nothing else has.",
      NOT_AUTOMATIC: "It cannot be automatic.",
      RETRACTS_NOTHING: "It takes back no earlier bid of the same bidder.",
      RECEIPT_UNREADABLE: "Its receipt cannot be read.",
      RECEIPT_OF_ANOTHER: "Its receipt is of something else, or was signed with another key.",
    },
  },

  count: {
    of: (shown) => shown,
  },
};
