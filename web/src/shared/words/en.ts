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

  count: {
    of: (shown) => shown,
  },
};
