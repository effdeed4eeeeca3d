/** How does a seller answer? A button first, then a field in its place. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Button } from "../../shared/components/button";
import { FormView, TextArea } from "../../shared/components/fields";
import { useForm } from "../../shared/forms";

interface AnswerFormProps {
  /** By which what was typed is kept. */
  id: string;
  words: { answer: string; answerText: string; answerOnce?: string };
  send: (text: string) => Promise<unknown>;
  done: () => void;
}

export function AnswerForm({ id, words, send, done }: AnswerFormProps): JSX.Element {
  const isOpen = useSignal(false);
  const form = useForm(id, { text: "" });
  if (!isOpen.value) {
    return (
      <p>
        <Button act={() => (isOpen.value = true)}>{words.answer}</Button>
      </p>
    );
  }
  return (
    <FormView
      form={form}
      verb={words.answer}
      weight="second"
      send={({ text }) => send(text)}
      done={done}
    >
      <TextArea form={form} name="text" label={words.answerText} rows={3} help={words.answerOnce} />
    </FormView>
  );
}
