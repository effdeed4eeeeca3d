/** What does a member keep here: addresses, bank accounts? One of them is the usual one. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Asked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { FormView } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { EmptyFace, Shown } from "../../shared/components/shown";
import { type Form, type Places, useForm, type Values } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { said } from "../words";

interface BelongingsProps<T extends { default: boolean }, V extends Values> {
  /** Of the forms. */
  name: string;
  of: Asked<{ items: T[] }>;
  id: (one: T) => number;
  line: (one: T) => JSX.Element;
  empty: string;
  /** The verb on the button that adds one. */
  verb: string;
  blank: V;
  from: (one: T) => V;
  fields: (form: Form<V>) => JSX.Element;
  places?: Places<V>;
  add: (typed: V, key: string) => Promise<unknown>;
  change: (id: number, typed: V) => Promise<unknown>;
  remove: (id: number) => Promise<unknown>;
  choose: (id: number) => Promise<unknown>;
}

export function Belongings<T extends { default: boolean }, V extends Values>(
  props: BelongingsProps<T, V>,
): JSX.Element {
  const { of, id, empty, verb } = props;
  const open = useSignal<number | "new" | undefined>(undefined);
  const close = (): void => {
    open.value = undefined;
  };
  return (
    <Shown of={of}>
      {({ items }) => (
        <>
          {items.length === 0 && <EmptyFace>{empty}</EmptyFace>}
          <ul class="rows">
            {items.map((one) => (
              <li key={id(one)} class="stack">
                {open.value === id(one) ? (
                  <Typing {...props} one={one} close={close} />
                ) : (
                  <Line {...props} one={one} open={() => (open.value = id(one))} />
                )}
              </li>
            ))}
          </ul>
          {open.value === "new" ? (
            <Typing {...props} one={undefined} close={close} />
          ) : (
            <p>
              <Button
                kind={items.length === 0 ? "first" : "second"}
                act={() => (open.value = "new")}
              >
                {verb}
              </Button>
            </p>
          )}
        </>
      )}
    </Shown>
  );
}

function Line<T extends { default: boolean }, V extends Values>({
  one,
  open,
  ...props
}: BelongingsProps<T, V> & { one: T; open: () => void }): JSX.Element {
  const words = said().account.belongings;
  const { change, delete: remove } = saidShared().form;
  const id = props.id(one);
  async function act(done: Promise<unknown>): Promise<void> {
    await done;
    await props.of.again();
  }
  return (
    <>
      <div class="stack tight">
        {one.default && (
          <p>
            <span class="state good">{words.usual}</span>
          </p>
        )}
        {props.line(one)}
      </div>
      <div class="acts">
        <Button kind="quiet" act={open}>
          {change}
        </Button>
        {!one.default && (
          <Button kind="quiet" act={() => act(props.choose(id))}>
            {words.choose}
          </Button>
        )}
        <Button kind="quiet" act={() => act(props.remove(id))}>
          {remove}
        </Button>
      </div>
    </>
  );
}

function Typing<T extends { default: boolean }, V extends Values>({
  one,
  close,
  ...props
}: BelongingsProps<T, V> & { one: T | undefined; close: () => void }): JSX.Element {
  const { cancel, save, saved } = saidShared().form;
  const id = one === undefined ? "new" : props.id(one);
  const form = useForm<V>(`${props.name}-${id}`, one === undefined ? props.blank : props.from(one));
  const end = (): void => {
    form.clear();
    close();
  };
  return (
    <FormView
      form={form}
      verb={one === undefined ? props.verb : save}
      send={(typed, key) =>
        one === undefined ? props.add(typed, key) : props.change(props.id(one), typed)
      }
      {...(props.places && { places: props.places })}
      done={() => {
        tell(saved);
        void props.of.again().then(end);
      }}
      aside={
        <Button kind="quiet" act={end}>
          {cancel}
        </Button>
      }
    >
      {props.fields(form)}
    </FormView>
  );
}
