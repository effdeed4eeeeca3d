/** What would I like to ask the market? */

import type { JSX } from "preact";
import { Link, useLocation } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { FormView, Input, Select, TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { type Config, config, word } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { Page } from "../../shared/pages";
import { type Category, HELP } from "../help";
import { said } from "../words";

export default function BeginInquiry(): JSX.Element {
  const words = said().help;
  const settings = useAsked(config);
  return (
    <Page title={words.ask} class="narrow">
      <p>
        {words.before} <Link href="/help">{said().frame.faqs}</Link>
      </p>
      <Shown of={settings}>{(known) => <Ask settings={known} />}</Shown>
    </Page>
  );
}

function Ask({ settings }: { settings: Config }): JSX.Element {
  const words = said().help;
  const [, go] = useLocation();
  const form = useForm("inquiry", { category: "OTHER", title: "", text: "" });
  async function send({ category, title, text }: typeof form.values, key: string): Promise<void> {
    const body = { category: categoryOf(category), title, text };
    const { inquiryId } = await ask(
      api.POST("/v1/me/inquiries", { params: { header: { "Idempotency-Key": key } }, body }),
    );
    go(`/my/inquiries/${inquiryId}`, { replace: true });
  }
  return (
    <FormView form={form} send={send} verb={words.send}>
      <Select
        form={form}
        name="category"
        label={words.category}
        options={HELP.map((one) => ({ value: one, label: word(settings, "helpCategory", one) }))}
      />
      <Input form={form} name="title" label={words.title} />
      <TextArea form={form} name="text" label={words.text} rows={8} />
    </FormView>
  );
}

function categoryOf(chosen: string): Category {
  return HELP.find((one) => one === chosen) ?? "OTHER";
}
