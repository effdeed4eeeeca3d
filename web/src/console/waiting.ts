/** Who waits for somebody? All of it in one list, the longest first. */

import { won } from "../shared/amounts";
import { api, ask } from "../shared/api/client";
import { Refusal } from "../shared/api/refusal";
import { called } from "./codes";
import { said } from "./words";

type Kind =
  | "case"
  | "operation"
  | "suspense"
  | "proposal"
  | "payout"
  | "report"
  | "review"
  | "inquiry"
  | "letter";

export interface Waiting {
  kind: Kind;
  /** Where it is dealt with. */
  to: string;
  title: string;
  since: string;
}

/** Of each kind; there is more of it where it is dealt with. */
const MOST = 20;

/** Gives all that this admin may see of it. @throws {Unreachable} if nobody answers */
export async function waiting(): Promise<Waiting[]> {
  const kinds = [
    cases(),
    operations(),
    suspense(),
    remittances(),
    payouts(),
    reports(),
    reviews(),
    inquiries(),
    letters(),
  ];
  const found = await Promise.all(kinds.map((kind) => kind.catch(leaveOutWhatIsNotTheirs)));
  return found.flat().sort((one, other) => Date.parse(one.since) - Date.parse(other.since));
}

function leaveOutWhatIsNotTheirs(reason: unknown): Waiting[] {
  if (reason instanceof Refusal && reason.code === "SCOPE_MISSING") return [];
  throw reason;
}

async function cases(): Promise<Waiting[]> {
  const query = { state: "ESCALATED", limit: MOST } as const;
  const { items } = await ask(api.GET("/v1/admin/cases", { params: { query } }));
  return items.map(({ caseId, kind, frozen, createdAt }) => ({
    kind: "case",
    to: `/cases?id=${caseId}`,
    title: `${called("caseKind", kind)} · ${won(frozen)}`,
    since: createdAt,
  }));
}

async function operations(): Promise<Waiting[]> {
  const query = { state: "STUCK", limit: MOST } as const;
  const { items } = await ask(api.GET("/v1/admin/operations", { params: { query } }));
  return items.map(({ operationId, kind, amount, createdAt, proposal }) => ({
    kind: proposal === null ? "operation" : "proposal",
    to: `/operations?id=${operationId}`,
    title: `${called("operationKind", kind)} · ${won(amount)}`,
    since: createdAt,
  }));
}

async function suspense(): Promise<Waiting[]> {
  const { items } = await ask(
    api.GET("/v1/admin/suspense", { params: { query: { limit: MOST } } }),
  );
  return items.flatMap(({ readingId, orderId, amount, movements }) =>
    movements.slice(0, 1).map(({ recordedAt }) => ({
      kind: "suspense" as const,
      to: `/suspense?id=${readingId}`,
      title: `${said().parts.numbered.orders(String(orderId))} · ${won(amount)}`,
      since: recordedAt,
    })),
  );
}

async function remittances(): Promise<Waiting[]> {
  const { items } = await ask(
    api.GET("/v1/admin/remittances", { params: { query: { limit: MOST } } }),
  );
  return items
    .filter(({ bookedAt }) => bookedAt === null)
    .map(({ remittanceId, reference, amount, recordedAt }) => ({
      kind: "proposal",
      to: `/remittances?id=${remittanceId}`,
      title: `${reference} · ${won(amount)}`,
      since: recordedAt,
    }));
}

async function payouts(): Promise<Waiting[]> {
  const { items } = await ask(api.GET("/v1/admin/payouts", { params: { query: { limit: MOST } } }));
  return items
    .filter(({ state }) => state === "DRAFT")
    .map(({ runId, sums, createdAt }) => ({
      kind: "payout",
      to: `/payouts?id=${runId}`,
      title: won(sums.reduce((total, { amount }) => total + amount, 0)),
      since: createdAt,
    }));
}

async function reports(): Promise<Waiting[]> {
  const query = { state: "OPEN", limit: MOST } as const;
  const { items } = await ask(api.GET("/v1/admin/reports", { params: { query } }));
  return items.map(({ reportId, target, reason, createdAt }) => ({
    kind: "report",
    to: `/reports?id=${reportId}`,
    title: `${called("reportTarget", target)} · ${called("reportReason", reason)}`,
    since: createdAt,
  }));
}

async function reviews(): Promise<Waiting[]> {
  const query = { review: "WAITING", limit: MOST } as const;
  const { items } = await ask(api.GET("/v1/admin/goods", { params: { query } }));
  return items.map(({ goodsId, name, createdAt }) => ({
    kind: "review",
    to: `/goods?review=WAITING&id=${goodsId}`,
    title: name,
    since: createdAt,
  }));
}

async function inquiries(): Promise<Waiting[]> {
  const query = { state: "WAITING", limit: MOST } as const;
  const { items } = await ask(api.GET("/v1/admin/inquiries", { params: { query } }));
  return items.map(({ inquiryId, title, createdAt }) => ({
    kind: "inquiry",
    to: `/inquiries?id=${inquiryId}`,
    title,
    since: createdAt,
  }));
}

async function letters(): Promise<Waiting[]> {
  const { items } = await ask(
    api.GET("/v1/admin/dead-letters", { params: { query: { limit: MOST } } }),
  );
  return items.map(({ letterId, kind, createdAt }) => ({
    kind: "letter",
    to: `/dead-letters?id=${letterId}`,
    title: kind,
    since: createdAt,
  }));
}
