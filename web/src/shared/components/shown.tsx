/** The faces of what was asked for: waiting, failed, empty, full. */

import type { ComponentChildren, JSX } from "preact";
import { Refusal, Unreachable } from "../api/refusal";
import type { Asked, Listed } from "../asked";
import { said } from "../words";
import { Button } from "./button";

interface ShownProps<T> {
  of: Asked<T>;
  /** The shape of what will come. */
  shape?: JSX.Element;
  children: (value: T) => ComponentChildren;
}

/** Shows what was asked for, once it is there. */
export function Shown<T>({ of, shape, children }: ShownProps<T>): JSX.Element {
  const face = of.face.value;
  if (face.kind === "waiting") return shape ?? <WaitingFace />;
  if (face.kind === "failed") {
    return <FailedFace reason={face.reason} again={() => void of.again()} />;
  }
  return <>{children(face.value)}</>;
}

interface ListProps<T> {
  of: Listed<T>;
  shape?: JSX.Element;
  /** What there could be here, and how. */
  empty: ComponentChildren;
  class?: string;
  children: (item: T) => JSX.Element;
}

/** Shows a list, and more of it when asked. */
export function List<T>({ of, shape, empty, children, ...rest }: ListProps<T>): JSX.Element {
  return (
    <Shown of={of} {...(shape === undefined ? {} : { shape })}>
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <EmptyFace>{empty}</EmptyFace>
        ) : (
          <>
            <ul class={rest.class ?? "rows"}>{items.map(children)}</ul>
            {nextCursor !== null && (
              <Button kind="quiet" class="more" act={() => of.more()}>
                {said().more}
              </Button>
            )}
          </>
        )
      }
    </Shown>
  );
}

export function WaitingFace(): JSX.Element {
  return (
    <div class="waiting" role="status">
      <span class="for-hearing">{said().waiting}</span>
      <span class="shape" />
      <span class="shape" />
      <span class="shape short" />
    </div>
  );
}

export function EmptyFace({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="empty">{children}</div>;
}

export function FailedFace({ reason, again }: { reason: unknown; again: () => void }): JSX.Element {
  return (
    <div class="failed" role="alert">
      <h2>{said().failed.title}</h2>
      <p>{inWords(reason)}</p>
      <Button kind="second" act={again}>
        {said().failed.again}
      </Button>
    </div>
  );
}

/** Says what went wrong, in the reader's language. */
export function inWords(reason: unknown): string {
  if (reason instanceof Refusal) return [reason.message, whySuspended(reason)].join(" ").trim();
  return reason instanceof Unreachable ? said().failed.unreachable : said().failed.unexpected;
}

/** What the operator wrote to who is suspended. */
function whySuspended({ code, details }: Refusal): string {
  return code === "MEMBER_SUSPENDED" ? String(details["reason"] ?? "") : "";
}
