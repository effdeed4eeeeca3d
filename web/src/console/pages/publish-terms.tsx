/** What do members agree to? Each version stays as it was; a new one is added. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Input } from "../../shared/components/fields";
import { Moment } from "../../shared/components/time";
import { keyed } from "../components/acts";
import { TextsFields } from "../components/bilingual";
import { Shelf } from "../components/shelf";
import { said } from "../words";

type Terms = Schemas["TermsFile"];

export default function PublishTerms(): JSX.Element {
  const words = said().shelf;
  const list = useListed<Terms>(async () => ({
    ...(await ask(api.GET("/v1/admin/terms"))),
    nextCursor: null,
  }));
  return (
    <Shelf
      name="terms"
      title={said().frame.place["/terms"]}
      of={list}
      id={({ kind, version }) => `${kind}-${version}`}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.title}</strong>
            <Moment at={one.publishedAt} away />
          </span>
          <span class="faint">
            {one.kind} {words.version(String(one.version))}
            {one.required && ` · ${words.required}`}
          </span>
        </>
      )}
      pairs={(one) => [
        [words.text, <span class="as-typed">{one.text}</span>],
        [words.headingEn, one.titleEn],
        [words.textEn, <span class="as-typed">{one.textEn}</span>],
      ]}
      blank={{ kind: "", title: "", text: "", titleEn: "", textEn: "", reason: "" }}
      fields={(form) => (
        <>
          <Input form={form} name="kind" label={words.kind} help={words.kindHelp} maxLength={32} />
          <TextsFields form={form} />
        </>
      )}
      add={{
        says: words.willPublish,
        send: (body, key) =>
          ask(api.POST("/v1/admin/terms", { params: { header: keyed(key) }, body })),
      }}
    />
  );
}
