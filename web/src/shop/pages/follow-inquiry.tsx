/** One inquiry: what was asked and answered, and what else there is to say. */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, useAsked } from "../../shared/asked";
import { FormView, TextArea } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { type Config, config, word } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { Page, useIdInPath } from "../../shared/pages";
import { newest } from "../alarms";
import { said } from "../words";

type Inquiry = Schemas["Inquiry"];
type Message = Schemas["InquiryMessage"];

export default function FollowInquiry(): JSX.Element {
  const inquiryId = useIdInPath("inquiryId");
  const settings = useAsked(config);
  const asked = useAsked(
    () => ask(api.GET("/v1/me/inquiries/{inquiryId}", { params: { path: { inquiryId } } })),
    inquiryId,
  );
  useSignalEffect(() => {
    if (newest.value?.data["inquiryId"] === String(inquiryId)) void asked.again();
  });
  return (
    <Page title={asked.value?.title ?? said().frame.inquiries} class="reading">
      <Shown of={settings}>
        {(known) => (
          <Shown of={asked}>
            {(inquiry) => <Thread inquiry={inquiry} settings={known} asked={asked} />}
          </Shown>
        )}
      </Shown>
    </Page>
  );
}

interface ThreadProps {
  inquiry: Inquiry;
  settings: Config;
  asked: Asked<Inquiry>;
}

function Thread({ inquiry, settings, asked }: ThreadProps): JSX.Element {
  const { state, category, createdAt, messages } = inquiry;
  return (
    <>
      <p class="row">
        <span class={`state ${state === "ANSWERED" ? "good" : ""}`}>
          {word(settings, "inquiryState", state)}
        </span>
        <span class="faint">
          {word(settings, "helpCategory", category)} · <Moment at={createdAt} />
        </span>
        <Link href="/my/inquiries">{said().frame.inquiries}</Link>
      </p>
      <ol class="rows">
        {messages.map((one) => (
          <Line key={one.messageId} message={one} />
        ))}
      </ol>
      {state === "CLOSED" ? <Closed /> : <Reply inquiryId={inquiry.inquiryId} asked={asked} />}
    </>
  );
}

function Line({ message }: { message: Message }): JSX.Element {
  const words = said().help;
  return (
    <li class={message.sender === "MEMBER" ? "mine stack tight" : "stack tight"}>
      <p class="faint">
        {message.sender === "MEMBER" ? words.you : words.us} ·{" "}
        <Moment at={message.createdAt} away />
      </p>
      <p class="typed">{message.text}</p>
      {message.images.length > 0 && (
        <p class="row">
          {message.images.map(({ thumb, full }, at) => (
            <a key={full} href={full}>
              <img
                src={thumb}
                alt={words.picture(String(at + 1))}
                width="64"
                height="80"
                loading="lazy"
              />
            </a>
          ))}
        </p>
      )}
    </li>
  );
}

function Closed(): JSX.Element {
  return (
    <p class="row">
      {said().help.closed}
      <Link class="button second" href="/my/inquiries/new">
        {said().help.ask}
      </Link>
    </p>
  );
}

function Reply({ inquiryId, asked }: { inquiryId: number; asked: Asked<Inquiry> }): JSX.Element {
  const words = said().help;
  const form = useForm(`inquiry-${inquiryId}`, { text: "" });
  const path = { inquiryId };
  return (
    <FormView
      form={form}
      verb={words.send}
      weight="second"
      send={async (body, key) =>
        asked.put(
          await ask(
            api.POST("/v1/me/inquiries/{inquiryId}/messages", {
              params: { path, header: { "Idempotency-Key": key } },
              body,
            }),
          ),
        )
      }
      done={() => form.clear()}
    >
      <TextArea form={form} name="text" label={words.more} rows={4} />
    </FormView>
  );
}
