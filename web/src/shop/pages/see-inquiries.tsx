/** What have I asked the market, and is it answered? */

import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { useAsked, useListed } from "../../shared/asked";
import { List, Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { config, word } from "../../shared/config";
import { Page } from "../../shared/pages";
import { newest } from "../alarms";
import { said } from "../words";

export default function SeeInquiries(): JSX.Element {
  const words = said().help;
  const settings = useAsked(config);
  const inquiries = useListed((cursor) =>
    ask(api.GET("/v1/me/inquiries", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  useSignalEffect(() => {
    if (newest.value?.kind === "INQUIRY_ANSWERED") void inquiries.again();
  });
  return (
    <Page title={said().frame.inquiries} class="reading">
      <p class="row">
        <Link class="button first" href="/my/inquiries/new">
          {words.ask}
        </Link>
        <Link class="button quiet" href="/help">
          {said().frame.faqs}
        </Link>
      </p>
      <Shown of={settings}>
        {(known) => (
          <List of={inquiries} class="places-list" empty={<p>{words.noInquiries}</p>}>
            {({ inquiryId, title, category, state, createdAt }) => (
              <li key={inquiryId}>
                <Link href={`/my/inquiries/${inquiryId}`}>
                  <strong class="typed">{title}</strong>
                  <span class="row">
                    <span class={`state ${state === "ANSWERED" ? "good" : ""}`}>
                      {word(known, "inquiryState", state)}
                    </span>
                    <span class="faint">
                      {word(known, "helpCategory", category)} · <Moment at={createdAt} />
                    </span>
                  </span>
                </Link>
              </li>
            )}
          </List>
        )}
      </Shown>
    </Page>
  );
}
