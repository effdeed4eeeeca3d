/** What does the market tell everybody? */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useListed } from "../../shared/asked";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { said } from "../words";

export default function ReadNotices(): JSX.Element {
  const notices = useListed((cursor) =>
    ask(api.GET("/v1/notices", { params: { query: { ...(cursor && { cursor }) } } })),
  );
  return (
    <Page title={said().frame.notices} class="reading">
      <List of={notices} empty={<p>{said().help.noNotices}</p>}>
        {({ noticeId, title, text, publishedAt }) => (
          <li key={noticeId}>
            <article class="stack tight">
              <h2>{title}</h2>
              <p class="faint">
                <Moment at={publishedAt} />
              </p>
              <p class="typed">{text}</p>
            </article>
          </li>
        )}
      </List>
    </Page>
  );
}
