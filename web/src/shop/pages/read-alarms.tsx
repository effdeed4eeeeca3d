/** What was I told? All alarms, the newest first, and each new one as it comes. */

import { untracked, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { type Listed, useListed } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { List } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { type Alarm, countUnread, newest, pageOf } from "../alarms";
import { Choices, useChoice } from "../components/choices";
import { said } from "../words";

export default function ReadAlarms(): JSX.Element {
  const words = said().account.alarms;
  const unread = useChoice("unread", ["true"]) !== undefined;
  const alarms = useListed(
    (cursor) =>
      ask(
        api.GET("/v1/me/alarms", {
          params: { query: { limit: 30, ...(unread && { unread }), ...(cursor && { cursor }) } },
        }),
      ),
    unread,
  );
  useSignalEffect(() => {
    const alarm = newest.value;
    if (alarm !== undefined) untracked(() => prepend(alarms, alarm));
  });
  return (
    <Page title={words.title} class="reading">
      <div class="row apart">
        <Choices
          name="unread"
          label={words.which}
          of={[
            ["", words.all],
            ["true", words.unread],
          ]}
        />
        <span class="row">
          <Link class="button quiet" href="/my/settings/alarms">
            {words.settings}
          </Link>
          <Button act={() => readAll(alarms)}>{words.readAll}</Button>
        </span>
      </div>
      <List of={alarms} empty={<p>{unread ? words.noUnread : words.empty}</p>}>
        {(alarm) => <Line key={alarm.alarmId} alarm={alarm} read={() => readOne(alarms, alarm)} />}
      </List>
    </Page>
  );
}

function Line({ alarm, read }: { alarm: Alarm; read: () => Promise<void> }): JSX.Element {
  return (
    <li class={alarm.read ? "alarm" : "alarm unread"}>
      <Link href={pageOf(alarm)} onClick={() => void read()}>
        <strong>
          {!alarm.read && <span class="for-hearing">{said().account.alarms.unread} </span>}
          {alarm.title}
        </strong>
        <span class="typed">{alarm.text}</span>
        <span class="faint">
          <Moment at={alarm.createdAt} away />
        </span>
      </Link>
    </li>
  );
}

function prepend(alarms: Listed<Alarm>, alarm: Alarm): void {
  const known = alarms.value;
  if (known === undefined || known.items.some(({ alarmId }) => alarmId === alarm.alarmId)) return;
  alarms.put({ ...known, items: [alarm, ...known.items] });
}

function show(alarms: Listed<Alarm>, isRead: (alarm: Alarm) => boolean): void {
  const known = alarms.value;
  if (known === undefined) return;
  alarms.put({
    ...known,
    items: known.items.map((one) => ({ ...one, read: one.read || isRead(one) })),
  });
}

/** Read at once, whatever becomes of telling it: who comes back finds it as it was. */
async function readOne(alarms: Listed<Alarm>, { alarmId, read }: Alarm): Promise<void> {
  if (read) return;
  show(alarms, (one) => one.alarmId === alarmId);
  await ask(api.PUT("/v1/me/alarms/{alarmId}/read", { params: { path: { alarmId } } })).catch(
    () => undefined,
  );
  await countUnread();
}

/** Everything up to the newest that is shown, not what comes meanwhile. */
async function readAll(alarms: Listed<Alarm>): Promise<void> {
  const upTo = alarms.value?.items[0]?.alarmId;
  if (upTo === undefined) return;
  await ask(api.PUT("/v1/me/alarms/read", { body: { upTo } }));
  show(alarms, ({ alarmId }) => alarmId <= upTo);
  await countUnread();
}
