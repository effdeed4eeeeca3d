/** What is everybody concerned told? With how far the telling has come. */

import type { JSX } from "preact";
import { count } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { Select } from "../../shared/components/fields";
import { Moment } from "../../shared/components/time";
import { called, options } from "../codes";
import { keyed } from "../components/acts";
import { oneOf } from "../components/address";
import { TextsFields } from "../components/bilingual";
import { Shelf } from "../components/shelf";
import { said } from "../words";

type Notice = Schemas["PublishedNotice"];

const AUDIENCES = ["ALL", "SELLERS", "BUYERS"] as const;

export default function PublishNotices(): JSX.Element {
  const words = said().shelf;
  const list = useListed<Notice>((cursor) =>
    ask(api.GET("/v1/admin/notices", { params: { query: { cursor } } })),
  );
  return (
    <Shelf
      name="notice"
      title={said().frame.place["/notices"]}
      of={list}
      id={({ noticeId }) => noticeId}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{one.title}</strong>
            <Moment at={one.publishedAt} away />
          </span>
          <span class="faint">
            {called("audience", one.audience)} ·{" "}
            {one.done ? words.toldAll(count(one.told)) : words.telling(count(one.told))}
            {one.retiredAt !== null && ` · ${words.retired}`}
          </span>
        </>
      )}
      pairs={(one) => [
        [words.text, <span class="as-typed">{one.text}</span>],
        [words.headingEn, one.titleEn],
        [words.textEn, <span class="as-typed">{one.textEn}</span>],
      ]}
      blank={{ audience: "ALL", title: "", text: "", titleEn: "", textEn: "", reason: "" }}
      fields={(form, item) => (
        <>
          {item === undefined && (
            <Select
              form={form}
              name="audience"
              label={words.audience}
              options={options("audience", AUDIENCES)}
            />
          )}
          <TextsFields form={form} />
        </>
      )}
      add={{
        says: words.willTell,
        send: ({ audience, ...typed }, key) => {
          const body = { ...typed, audience: oneOf(AUDIENCES, audience) ?? "ALL" };
          return ask(api.POST("/v1/admin/notices", { params: { header: keyed(key) }, body }));
        },
      }}
      change={{
        from: ({ audience, title, text, titleEn, textEn }) => ({
          audience,
          title,
          text,
          titleEn,
          textEn,
          reason: "",
        }),
        send: ({ noticeId }, { title, text, titleEn, textEn, reason }) =>
          ask(
            api.PATCH("/v1/admin/notices/{noticeId}", {
              params: { path: { noticeId } },
              body: { title, text, titleEn, textEn, reason },
            }),
          ),
      }}
      endings={[
        {
          verb: words.retire,
          says: words.willRetireNotice,
          may: ({ retiredAt }) => retiredAt === null,
          send: ({ noticeId }, reason) =>
            ask(
              api.DELETE("/v1/admin/notices/{noticeId}", {
                params: { path: { noticeId } },
                body: { reason },
              }),
            ),
        },
      ]}
    />
  );
}
