/** What members ask us: read, answered, closed. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, type Listed, useAsked, useListed } from "../../shared/asked";
import { TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { called } from "../codes";
import { Act, Acts, keyed, Reasoned } from "../components/acts";
import { oneOf, useAddress } from "../components/address";
import { Pairs, State, To } from "../components/parts";
import { Queue } from "../components/queue";
import { Said } from "../components/said";
import { Filter } from "../components/tools";
import { said } from "../words";

type Inquiry = Schemas["Inquiry"];
type Item = Schemas["InquiryItem"];

const STATES = ["WAITING", "ANSWERED", "CLOSED"] as const;

export default function AnswerInquiries(): JSX.Element {
  const words = said().inquiries;
  const state = oneOf(STATES, useAddress().of("state")) ?? "WAITING";
  const inquiries = useListed<Item>(
    (cursor) => ask(api.GET("/v1/admin/inquiries", { params: { query: { cursor, state } } })),
    state,
  );
  return (
    <Queue
      title={words.title}
      of={inquiries}
      id={({ inquiryId }) => inquiryId}
      tools={
        <Filter
          name="state"
          label={said().queue.state}
          list="inquiryState"
          choices={STATES}
          usual="WAITING"
        />
      }
      empty={words.empty}
      line={(one) => (
        <>
          <span class="queue-line">
            <strong>{called("helpCategory", one.category)}</strong>
            <Moment at={one.createdAt} away />
          </span>
          <span>{one.title}</span>
        </>
      )}
    >
      {(id) => <Open id={Number(id)} list={inquiries} />}
    </Queue>
  );
}

function Open({ id, list }: { id: number; list: Listed<Item> }): JSX.Element {
  const path = { inquiryId: id };
  const one = useAsked(() => ask(api.GET("/v1/admin/inquiries/{inquiryId}", { params: { path } })));
  return (
    <Shown of={one}>
      {(found) => (
        <>
          <h2>{found.title}</h2>
          <Pairs
            pairs={[
              [said().queue.state, <State list="inquiryState" code={found.state} />],
              [said().inquiries.category, called("helpCategory", found.category)],
              [said().inquiries.member, <To kind="members" id={found.memberId} />],
            ]}
          />
          <Thread of={found} />
          <Answer of={found} asked={one} list={list} />
        </>
      )}
    </Shown>
  );
}

function Thread({ of }: { of: Inquiry }): JSX.Element {
  const { member, us } = said().inquiries;
  return (
    <ol class="said">
      {of.messages.map(({ messageId, sender, text, images, createdAt }) => (
        <Said
          key={messageId}
          who={sender === "OPERATOR" ? us : member}
          at={createdAt}
          text={text}
          images={images}
          isOurs={sender === "OPERATOR"}
        />
      ))}
    </ol>
  );
}

interface AnswerProps {
  of: Inquiry;
  asked: Asked<Inquiry>;
  list: Listed<Item>;
}

function Answer({ of, asked, list }: AnswerProps): JSX.Element {
  const words = said().inquiries;
  const path = { inquiryId: of.inquiryId };
  if (of.state === "CLOSED") return <Acts choices={[]} />;
  const answer = (): JSX.Element => (
    <Act
      id={`answer-inquiry-${of.inquiryId}`}
      verb={words.answer}
      blank={{ text: "" }}
      send={async (body, key) =>
        asked.put(
          await ask(
            api.POST("/v1/admin/inquiries/{inquiryId}/messages", {
              params: { path, header: keyed(key) },
              body,
            }),
          ),
        )
      }
      done={() => list.again()}
    >
      {(form) => <TextArea form={form} name="text" label={words.text} rows={5} />}
    </Act>
  );
  const close = (): JSX.Element => (
    <Reasoned
      id={`close-inquiry-${of.inquiryId}`}
      verb={words.close}
      says={words.willClose}
      send={async (reason) =>
        asked.put(
          await ask(
            api.PUT("/v1/admin/inquiries/{inquiryId}/close", {
              params: { path },
              body: { reason },
            }),
          ),
        )
      }
      done={() => list.again()}
    />
  );
  return (
    <Acts
      choices={[
        { verb: words.close, view: close },
        { verb: words.answer, view: answer },
      ]}
    />
  );
}
