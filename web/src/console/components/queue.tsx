/** What waits, and what is it about? A list at the left, the one that is open at the right. */

import type { ComponentChildren, JSX } from "preact";
import { Link } from "wouter-preact";
import type { Listed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { EmptyFace, Shown } from "../../shared/components/shown";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { said } from "../words";
import { useAddress } from "./address";

interface QueueProps<T> {
  title: string;
  of: Listed<T>;
  /** The number by which one of them is open, and named in the address. */
  id: (item: T) => number | string;
  /** Above the list: what is to be in it. */
  tools?: ComponentChildren;
  empty: string;
  /** What is seen of each in the list. */
  line: (item: T) => ComponentChildren;
  /** What is open; by its number, as it may not be in the list. */
  children: (chosen: string) => ComponentChildren;
}

export function Queue<T>(props: QueueProps<T>): JSX.Element {
  const { chosen, with: changed } = useAddress();
  return (
    <Page title={props.title} class={`queue ${chosen === undefined ? "" : "open"}`}>
      <section class="queue-list" data-queue aria-label={props.title}>
        {props.tools}
        <Items {...props} />
      </section>
      <section class="queue-case" aria-label={said().queue.open}>
        {chosen === undefined ? (
          <p class="empty">{said().queue.choose}</p>
        ) : (
          <>
            <Link class="button quiet back" href={changed({ id: undefined })}>
              {said().queue.back}
            </Link>
            <div key={chosen} class="stack">
              {props.children(chosen)}
            </div>
          </>
        )}
      </section>
    </Page>
  );
}

function Items<T>({ of, id, empty, line }: QueueProps<T>): JSX.Element {
  return (
    <Shown of={of}>
      {({ items, nextCursor }) =>
        items.length === 0 ? (
          <EmptyFace>{empty}</EmptyFace>
        ) : (
          <>
            <ul>
              {items.map((item) => (
                <Item key={id(item)} id={String(id(item))}>
                  {line(item)}
                </Item>
              ))}
            </ul>
            {nextCursor !== null && (
              <Button kind="quiet" class="more" act={() => of.more()}>
                {saidShared().more}
              </Button>
            )}
          </>
        )
      }
    </Shown>
  );
}

function Item({ id, children }: { id: string; children: ComponentChildren }): JSX.Element {
  const address = useAddress();
  return (
    <li>
      <Link
        class="queue-item"
        href={address.with({ id })}
        data-item="choose"
        aria-current={address.chosen === id ? "true" : undefined}
      >
        {children}
      </Link>
    </li>
  );
}
