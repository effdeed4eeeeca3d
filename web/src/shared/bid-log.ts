/**
 * Was anything in the log of an auction changed? Checked here, without trusting those who keep it.
 *
 * What is checked is described in docs/bid-log.md.
 */

import { api, ask, type Schemas } from "./api/client";

export type Log = Schemas["BidLog"];
export type Entry = Schemas["LogEntry"];

/** What came of it; `seq` is of the first entry that is not as it was written. */
export type Verdict =
  | { kind: "good"; entries: number; receipts: number; head: string }
  /** The chain is whole, but this browser cannot look at signatures. */
  | { kind: "unsigned"; entries: number; receipts: number; head: string }
  /** This browser has no cryptography here, as it has none on pages without https. */
  | { kind: "unable" }
  | { kind: "wrong"; fault: Fault; seq: number };

export type Fault =
  | "MISSING"
  | "PUT_IN"
  | "CHANGED"
  | "WRONG_END"
  | "NO_KIND"
  | "RECEIPT_MISPLACED"
  | "NOT_AUTOMATIC"
  | "RETRACTS_NOTHING"
  | "RECEIPT_UNREADABLE"
  | "RECEIPT_OF_ANOTHER";

class Wrong extends Error {
  constructor(
    readonly fault: Fault,
    readonly seq: number,
  ) {
    super();
  }
}

const NO_HASH = "0".repeat(64);
const SIGNED = new TextEncoder().encode("pikcur-bids:");
const KINDS: readonly string[] = [
  "BID",
  "RAISE",
  "RESERVATION",
  "RETRACTION",
  "BUY_NOW",
  "RELISTING",
  "EARLY_END",
  "SECOND_CHANCE",
];
/** Of a receipt before the path: version, leaf, count, signature. */
const HEAD = { leaf: 1, count: 3, signature: 5, path: 69 };
const MOST = 1000;

/** Fetches all of a log. @throws {Refusal} GOODS_NOT_FOUND */
export async function wholeLog(goodsId: number): Promise<Log> {
  const items: Entry[] = [];
  let cursor: string | undefined;
  for (;;) {
    const query = { limit: MOST, cursor };
    const page = await ask(
      api.GET("/v1/goods/{goodsId}/bid-log", { params: { path: { goodsId }, query } }),
    );
    items.push(...page.items);
    if (page.nextCursor === null) return { ...page, items };
    cursor = page.nextCursor;
  }
}

/** Checks every hash, then every receipt with the keys that the log names. */
export async function verify(log: Log): Promise<Verdict> {
  if (!isSecureContext) return { kind: "unable" };
  try {
    await checkChain(log);
    const receipts = log.items.filter(({ receipt }) => receipt !== null);
    const found = {
      entries: log.items.length,
      receipts: receipts.length,
      head: log.head?.hash ?? NO_HASH,
    };
    const keys = await keysOf(log);
    if (keys === undefined) return { kind: "unsigned", ...found };
    for (const entry of receipts) await checkReceipt(entry, keys);
    return { kind: "good", ...found };
  } catch (reason) {
    if (reason instanceof Wrong) return { kind: "wrong", fault: reason.fault, seq: reason.seq };
    throw reason;
  }
}

/** Gives none where the browser does not know Ed25519. */
async function keysOf(log: Log): Promise<CryptoKey[] | undefined> {
  try {
    return await Promise.all(
      log.publicKeys.map((key) =>
        crypto.subtle.importKey("raw", decoded(key), "Ed25519", false, ["verify"]),
      ),
    );
  } catch {
    return undefined;
  }
}

async function checkChain({ goodsId, items, head }: Log): Promise<void> {
  const end = head ?? { seq: 0, hash: NO_HASH };
  const seen = new Map<number, Entry>();
  let previous = NO_HASH;
  for (const [index, entry] of items.entries()) {
    if (entry.seq > end.seq) throw new Wrong("PUT_IN", entry.seq);
    if (entry.seq !== index + 1) throw new Wrong("MISSING", index + 1);
    const fault = odd(entry, seen);
    if (fault !== undefined) throw new Wrong(fault, entry.seq);
    if ((await hashOf(previous, goodsId, entry)) !== entry.hash)
      throw new Wrong("CHANGED", entry.seq);
    previous = entry.hash;
    seen.set(entry.seq, entry);
  }
  if (items.length < end.seq) throw new Wrong("MISSING", items.length + 1);
  if (previous !== end.hash) throw new Wrong("WRONG_END", end.seq);
}

/** What no entry that was written by the rules can say. */
function odd(entry: Entry, seen: ReadonlyMap<number, Entry>): Fault | undefined {
  if (!KINDS.includes(entry.kind)) return "NO_KIND";
  const isAskedFor = (entry.kind === "BID" || entry.kind === "RAISE") && !entry.automatic;
  if (isAskedFor === (entry.receipt === null)) return "RECEIPT_MISPLACED";
  if (entry.automatic && entry.kind !== "BID") return "NOT_AUTOMATIC";
  const takenBack = seen.get(entry.retracts ?? 0);
  if (entry.kind !== "RETRACTION") return entry.retracts === null ? undefined : "RETRACTS_NOTHING";
  return takenBack?.bidder === entry.bidder ? undefined : "RETRACTS_NOTHING";
}

async function hashOf(previous: string, goodsId: number, entry: Entry): Promise<string> {
  const what = told(entry);
  const lines = [previous, goodsId, entry.seq, entry.bidder, entry.amount, entry.placedAt];
  return inHex(
    await sha256(new TextEncoder().encode([...lines, ...(what === "" ? [] : [what])].join("\n"))),
  );
}

/** What is hashed beside the fields of a bid that its bidder placed. */
function told({ automatic, kind, retracts }: Entry): string {
  if (automatic) return "AUTOMATIC";
  if (kind === "BID") return "";
  return retracts === null ? kind : `${kind} ${retracts}`;
}

/** The receipt has to vouch for the entry's hash: by the path of RFC 9162, 2.1.3.2, to what was signed. */
async function checkReceipt(
  { receipt, hash, seq }: Entry,
  keys: readonly CryptoKey[],
): Promise<void> {
  const raw = decoded(receipt ?? "");
  if (raw.length < HEAD.path || (raw.length - HEAD.path) % 32 !== 0 || raw[0] !== 1) {
    throw new Wrong("RECEIPT_UNREADABLE", seq);
  }
  const view = new DataView(raw.buffer);
  const path = Array.from({ length: (raw.length - HEAD.path) / 32 }, (_, at) =>
    raw.subarray(HEAD.path + at * 32, HEAD.path + (at + 1) * 32),
  );
  const leaf = await sha256(joined([0], fromHex(hash)));
  const root = await rootOf(leaf, view.getUint16(HEAD.leaf), view.getUint16(HEAD.count) - 1, path);
  if (root === undefined) throw new Wrong("RECEIPT_UNREADABLE", seq);
  const [signature, signed] = [raw.subarray(HEAD.signature, HEAD.path), joined(SIGNED, root)];
  const verdicts = await Promise.all(
    keys.map((key) => crypto.subtle.verify("Ed25519", key, signature, signed)),
  );
  if (!verdicts.includes(true)) throw new Wrong("RECEIPT_OF_ANOTHER", seq);
}

/** Gives none for a path that does not fit its tree. */
async function rootOf(
  found: Bytes,
  leaf: number,
  last: number,
  path: readonly Bytes[],
): Promise<Bytes | undefined> {
  if (leaf > last) return undefined;
  for (const node of path) {
    if (last === 0) return undefined;
    if (leaf % 2 === 1 || leaf === last) {
      found = await sha256(joined([1], node, found));
      while (leaf % 2 === 0 && leaf > 0) [leaf, last] = [leaf >> 1, last >> 1];
    } else {
      found = await sha256(joined([1], found, node));
    }
    [leaf, last] = [leaf >> 1, last >> 1];
  }
  return last === 0 ? found : undefined;
}

type Bytes = Uint8Array<ArrayBuffer>;

async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function joined(...parts: readonly (readonly number[] | Bytes)[]): Bytes {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function inHex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text: string): Bytes {
  return new Uint8Array((text.match(/../g) ?? []).map((two) => Number.parseInt(two, 16)));
}

/** Of base64url; nothing, of what is none. */
function decoded(text: string): Bytes {
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
