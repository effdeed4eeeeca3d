/** What may an answer be when it is not what was asked for? */

import type { components } from "../../../made/api";

type Problem = components["schemas"]["Problem"];
export type Code = Problem["code"];

/** What is wrong with one field, in the reader's language. */
export interface FieldFault {
  field: string;
  message: string;
}

/** The market said no: `message` says why and what to do, in the reader's language. */
export class Refusal extends Error {
  readonly code: Code;
  readonly status: number;
  readonly faults: readonly FieldFault[];
  readonly details: Readonly<Record<string, unknown>>;
  /** Seconds after which it is worth trying again, where the market names them. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, response: Response) {
    super(problem.detail);
    this.code = problem.code;
    this.status = response.status;
    this.faults = (problem.errors ?? []) as FieldFault[];
    this.details = { ...problem };
    const seconds = Number(response.headers.get("Retry-After"));
    this.retryAfter = seconds > 0 ? seconds : undefined;
  }
}

/** Nobody answered: whether it was done is not known. */
export class Unreachable extends Error {}

/** Whether it may have been done all the same, so that it is to be sent again with its key. */
export function isUnknown(reason: unknown): boolean {
  if (reason instanceof Unreachable) return true;
  return reason instanceof Refusal && (reason.status >= 500 || reason.code === "IN_PROGRESS");
}
