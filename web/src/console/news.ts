/** Has something happened that may be on the page? Told to who is at work, or met by who comes back. */

import { signal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { listen } from "../shared/realtime";

const times = signal(0);

/** What is shown may be old by now. */
export function noteNews(): void {
  times.value += 1;
}

/** Hears what admins are told, as long as one is at work. */
export function useListening(): void {
  useSignalEffect(() => listen("/user/queue/alarms", { message: noteNews, reset: noteNews }));
  useSignalEffect(() => {
    const look = (): void => {
      if (!document.hidden) noteNews();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
}

/** Does something at all news while a page is open. */
export function useNews(act: () => unknown): void {
  const before = useMemo(() => times.peek(), []);
  useSignalEffect(() => {
    if (times.value > before) void act();
  });
}
