/** What does the market show of itself? A list of alike things: added, changed, retired, each with its reason. */

import type { ComponentChildren, JSX } from "preact";
import type { Listed } from "../../shared/asked";
import type { Form, Values } from "../../shared/forms";
import { said } from "../words";
import { Act, Acts, type Choice, Reason, Reasoned } from "./acts";
import { Found } from "./found";
import { type Pair, Pairs } from "./parts";
import { Queue } from "./queue";

type Written = Values & { reason: string };

export interface Ending<T> {
  verb: string;
  says?: string;
  /** What cannot be ended, has been. */
  may?: (item: T) => boolean;
  send: (item: T, reason: string, key: string) => Promise<unknown>;
}

interface ShelfProps<T, V extends Written> {
  /** Of its forms. */
  name: string;
  title: string;
  of: Listed<T>;
  id: (item: T) => number | string;
  line: (item: T) => ComponentChildren;
  pairs: (item: T) => readonly Pair[];
  blank: V;
  fields: (form: Form<V>, item: T | undefined) => ComponentChildren;
  add: { says?: string; send: (values: V, key: string) => Promise<unknown> };
  /** What is written of one, to be changed; nothing here can be, if there is none. */
  change?: { from: (item: T) => V; send: (item: T, values: V) => Promise<unknown> };
  endings?: readonly Ending<T>[];
}

export function Shelf<T, V extends Written>(props: ShelfProps<T, V>): JSX.Element {
  const { name, title, of, id, line, pairs } = props;
  return (
    <Queue
      title={title}
      of={of}
      id={id}
      tools={<Add {...props} />}
      empty={said().shelf.empty}
      line={line}
    >
      {(chosen) => (
        <Found in={of} is={(item) => String(id(item)) === chosen}>
          {(item) => (
            <>
              <h2>{line(item)}</h2>
              <Pairs pairs={pairs(item)} />
              <Acts key={`${name}-${chosen}`} choices={choices(props, item)} />
            </>
          )}
        </Found>
      )}
    </Queue>
  );
}

function Add<T, V extends Written>({
  name,
  of,
  blank,
  fields,
  add,
}: ShelfProps<T, V>): JSX.Element {
  const words = said().shelf;
  return (
    <details>
      <summary>{words.new}</summary>
      <Act
        id={`add-${name}`}
        verb={words.add}
        blank={blank}
        says={add.says}
        send={add.send}
        done={() => of.again()}
      >
        {(form) => (
          <>
            {fields(form, undefined)}
            <Reason form={form} />
          </>
        )}
      </Act>
    </details>
  );
}

function choices<T, V extends Written>(props: ShelfProps<T, V>, item: T): Choice[] {
  const { name, of, id, change, endings = [] } = props;
  const possible = endings.filter(({ may }) => may === undefined || may(item));
  const ends = possible.map(({ verb, says, send }, index): Choice => {
    const view = (): JSX.Element => (
      <Reasoned
        id={`end-${name}-${id(item)}-${index}`}
        verb={verb}
        says={says}
        send={(reason, key) => send(item, reason, key)}
        done={() => of.again()}
      />
    );
    return { verb, isGrave: true, view };
  });
  if (change === undefined) return ends;
  return [
    ...ends,
    { verb: said().shelf.change, view: () => <Change {...props} item={item} change={change} /> },
  ];
}

type ChangeProps<T, V extends Written> = ShelfProps<T, V> & {
  item: T;
  change: NonNullable<ShelfProps<T, V>["change"]>;
};

function Change<T, V extends Written>({
  name,
  of,
  id,
  item,
  fields,
  change,
}: ChangeProps<T, V>): JSX.Element {
  return (
    <Act
      id={`change-${name}-${id(item)}`}
      verb={said().shelf.change}
      blank={change.from(item)}
      send={(values) => change.send(item, values)}
      done={() => of.again()}
    >
      {(form) => (
        <>
          {fields(form, item)}
          <Reason form={form} />
        </>
      )}
    </Act>
  );
}

/** Where it stands among its like. */
export function place(typed: string): number {
  return Number(typed.normalize("NFKC"));
}
