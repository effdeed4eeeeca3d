/** What is this member told? The number of unread alarms, and each as it comes. */

import { effect, signal } from "@preact/signals";
import { api, ask, type Schemas } from "../shared/api/client";
import { member } from "../shared/api/tokens";
import { tell } from "../shared/components/notes";
import { listen } from "../shared/realtime";

export type Alarm = Schemas["Alarm"];

export const unread = signal(0);
/** The newest that came while this page was open. */
export const newest = signal<Alarm | undefined>(undefined);

/** Hears the alarms of whoever is signed in, from now on. */
export function hearAlarms(): void {
  let stop: (() => void) | undefined;
  let who: number | undefined;
  effect(() => {
    const now = member.value?.memberId;
    if (now === who) return;
    who = now;
    stop?.();
    stop = undefined;
    unread.value = 0;
    if (now !== undefined) {
      void countUnread();
      stop = listen("/user/queue/alarms", {
        message: (body) => hear(body as Alarm),
        reset: countUnread,
      });
    }
  });
}

/** Asks how many are unread. */
export async function countUnread(): Promise<void> {
  const counted = await ask(api.GET("/v1/me/alarms/unread-count")).catch(() => undefined);
  if (counted !== undefined) unread.value = counted.unread;
}

/** The page that an alarm is about. */
export function pageOf({ kind, orderId, goodsId, storeId, data }: Alarm): string {
  if (data["inquiryId"] !== undefined) return `/my/inquiries/${data["inquiryId"]}`;
  if (kind === "SECOND_CHANCE") return "/my/offers";
  if (kind === "NOTICE") return "/notices";
  if (orderId !== null) return `/orders/${orderId}`;
  if (goodsId !== null) return `/goods/${goodsId}`;
  return storeId === null ? "/alarms" : `/stores/${storeId}`;
}

function hear(alarm: Alarm): void {
  unread.value += 1;
  newest.value = alarm;
  tell(alarm.text, "news", { title: alarm.title, to: pageOf(alarm) });
}
