/** What is written in both languages? The same fields twice, so that neither is forgotten. */

import type { JSX } from "preact";
import { Input, TextArea } from "../../shared/components/fields";
import type { Form } from "../../shared/forms";
import { said } from "../words";

type Names = { name: string; nameEn: string };
type Texts = { title: string; text: string; titleEn: string; textEn: string };

export function NamesFields({ form }: { form: Form<Names> }): JSX.Element {
  const words = said().shelf;
  return (
    <>
      <Input form={form} name="name" label={words.name} maxLength={40} />
      <Input form={form} name="nameEn" label={words.nameEn} maxLength={40} />
    </>
  );
}

export function TextsFields({ form }: { form: Form<Texts> }): JSX.Element {
  const words = said().shelf;
  return (
    <>
      <Input form={form} name="title" label={words.heading} maxLength={100} />
      <TextArea form={form} name="text" label={words.text} rows={6} />
      <Input form={form} name="titleEn" label={words.headingEn} maxLength={100} />
      <TextArea form={form} name="textEn" label={words.textEn} rows={6} />
    </>
  );
}
