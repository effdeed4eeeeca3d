/** What is typed where? Each field with its name, its help and what is wrong with it. */

import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Form, Places, Values } from "../forms";
import { said } from "../words";
import type { Weight } from "./button";

type Name<V> = Extract<keyof V, string>;

interface Shared<V extends Values> {
  form: Form<V>;
  name: Name<V>;
  label: string;
  help?: ComponentChildren;
  optional?: boolean;
}

interface FormViewProps<V extends Values> {
  form: Form<V>;
  send: (values: V, key: string) => Promise<unknown>;
  places?: Places<V>;
  /** The verb on its button. */
  verb: ComponentChildren;
  done?: () => void;
  weight?: Weight;
  /** Beside the button. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

/** A form that is sent by its button or Enter; whatever is wrong gets the focus. */
export function FormView<V extends Values>(props: FormViewProps<V>): JSX.Element {
  const { form } = props;
  const element = useRef<HTMLFormElement>(null);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (await form.send(props.send, props.places)) props.done?.();
    else
      requestAnimationFrame(() =>
        element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(),
      );
  }
  return (
    <form ref={element} class="form" noValidate onSubmit={(event) => void submit(event)}>
      {props.children}
      {form.fault.value !== undefined && (
        <p class="fault" role="alert">
          {form.fault.value}
        </p>
      )}
      <div class="acts">
        <button
          type="submit"
          class={`button ${props.weight ?? "first"}`}
          aria-busy={form.isBusy.value}
        >
          {props.verb}
        </button>
        {props.aside}
      </div>
    </form>
  );
}

type InputProps<V extends Values> = Shared<V> &
  Pick<
    JSX.InputHTMLAttributes<HTMLInputElement>,
    "autoComplete" | "inputMode" | "list" | "maxLength" | "placeholder" | "type" | "min" | "max"
  >;

/** One line of text. */
export function Input<V extends Values>({
  form,
  name,
  label,
  help,
  optional,
  ...rest
}: InputProps<V>): JSX.Element {
  return (
    <Field form={form} name={name} label={label} help={help} optional={optional ?? false}>
      {(shared) => (
        <input
          {...rest}
          {...shared}
          value={String(form.fields[name].value)}
          onInput={(event) => form.type(name, event.currentTarget.value as V[Name<V>])}
        />
      )}
    </Field>
  );
}

/** Several lines of text. */
export function TextArea<V extends Values>({
  form,
  name,
  label,
  help,
  optional,
  ...rest
}: Shared<V> & { rows?: number }): JSX.Element {
  return (
    <Field form={form} name={name} label={label} help={help} optional={optional ?? false}>
      {(shared) => (
        <textarea
          rows={rest.rows ?? 4}
          {...shared}
          value={String(form.fields[name].value)}
          onInput={(event) => form.type(name, event.currentTarget.value as V[Name<V>])}
        />
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

/** One of several. */
export function Select<V extends Values>({
  form,
  name,
  label,
  help,
  optional,
  ...rest
}: Shared<V> & { options: readonly Option[] }): JSX.Element {
  return (
    <Field form={form} name={name} label={label} help={help} optional={optional ?? false}>
      {(shared) => (
        <select
          {...shared}
          value={String(form.fields[name].value)}
          onChange={(event) => form.type(name, event.currentTarget.value as V[Name<V>])}
        >
          {rest.options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Yes or no. */
export function Check<V extends Values>({ form, name, label, help }: Shared<V>): JSX.Element {
  const id = `${form.id}-${name}`;
  const fault = form.faults.value[name];
  return (
    <div class="field check">
      <label for={id}>
        <input
          id={id}
          type="checkbox"
          checked={Boolean(form.fields[name].value)}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-help`}
          onChange={(event) => form.type(name, event.currentTarget.checked as V[Name<V>])}
        />
        <span>{label}</span>
      </label>
      <Help id={`${id}-help`} fault={fault} help={help} />
    </div>
  );
}

interface SharedAttributes {
  id: string;
  name: string;
  "aria-invalid": boolean;
  "aria-describedby": string;
}

function Field<V extends Values>({
  form,
  name,
  label,
  help,
  optional,
  children,
}: Shared<V> & { children: (shared: SharedAttributes) => JSX.Element }): JSX.Element {
  const id = `${form.id}-${name}`;
  const fault = form.faults.value[name];
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional === true && <span class="optional"> {said().form.optional}</span>}
      </label>
      {children({
        id,
        name,
        "aria-invalid": fault !== undefined,
        "aria-describedby": `${id}-help`,
      })}
      <Help id={`${id}-help`} fault={fault} help={help} />
    </div>
  );
}

function Help({
  id,
  fault,
  help,
}: {
  id: string;
  fault: string | undefined;
  help: ComponentChildren;
}): JSX.Element {
  return (
    <p id={id} class={fault === undefined ? "help" : "fault"} aria-live="polite">
      {fault ?? help}
    </p>
  );
}
