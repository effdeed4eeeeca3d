/** What do people ask again and again, and what do we answer? */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Input, Select, TextArea } from "../../shared/components/fields";
import { called, options } from "../codes";
import { keyed } from "../components/acts";
import { oneOf } from "../components/address";
import { place, Shelf } from "../components/shelf";
import { said } from "../words";

type Faq = Schemas["FaqFile"];

const CATEGORIES = ["ACCOUNT", "AUCTION", "SELLING", "PAYMENT", "DELIVERY", "OTHER"] as const;
const BLANK = {
  category: "ACCOUNT",
  position: "0",
  question: "",
  answer: "",
  questionEn: "",
  answerEn: "",
  reason: "",
};

export default function EditFaqs(): JSX.Element {
  const words = said().shelf;
  const list = useListed<Faq>((cursor) =>
    ask(api.GET("/v1/admin/faqs", { params: { query: { cursor, limit: 100 } } })),
  );
  return (
    <Shelf
      name="faq"
      title={said().frame.place["/faqs"]}
      of={list}
      id={({ faqId }) => faqId}
      line={(one) => (
        <>
          <span class="faint">{called("helpCategory", one.category)} </span>
          <span>{one.question}</span>
        </>
      )}
      pairs={(one) => [
        [words.answer, <span class="as-typed">{one.answer}</span>],
        [words.questionEn, one.questionEn],
        [words.answerEn, <span class="as-typed">{one.answerEn}</span>],
        [words.position, String(one.position)],
      ]}
      blank={BLANK}
      fields={(form) => (
        <>
          <Select
            form={form}
            name="category"
            label={words.category}
            options={options("helpCategory", CATEGORIES)}
          />
          <Input form={form} name="question" label={words.question} />
          <TextArea form={form} name="answer" label={words.answer} rows={5} />
          <Input form={form} name="questionEn" label={words.questionEn} />
          <TextArea form={form} name="answerEn" label={words.answerEn} rows={5} />
          <Input form={form} name="position" label={words.position} inputMode="numeric" />
        </>
      )}
      add={{
        send: (typed, key) =>
          ask(api.POST("/v1/admin/faqs", { params: { header: keyed(key) }, body: written(typed) })),
      }}
      change={{
        from: ({ category, position, question, answer, questionEn, answerEn }) => ({
          category,
          position: String(position),
          question,
          answer,
          questionEn,
          answerEn,
          reason: "",
        }),
        send: ({ faqId }, typed) =>
          ask(
            api.PATCH("/v1/admin/faqs/{faqId}", {
              params: { path: { faqId } },
              body: written(typed),
            }),
          ),
      }}
      endings={[
        {
          verb: words.delete,
          says: words.willDelete,
          send: ({ faqId }, reason) =>
            ask(
              api.DELETE("/v1/admin/faqs/{faqId}", {
                params: { path: { faqId } },
                body: { reason },
              }),
            ),
        },
      ]}
    />
  );
}

function written({ category, position, ...typed }: typeof BLANK): Schemas["NewFaq"] {
  return { ...typed, position: place(position), category: oneOf(CATEGORIES, category) ?? "OTHER" };
}
