/** How are moments told? As people say them, and exactly for who wants to know. */

import { language } from "./language";

const DAY = 86_400_000;
const time = format({ hour: "2-digit", minute: "2-digit", hour12: false });
const day = format({ month: "long", day: "numeric" });
const dayOfYear = format({ year: "numeric", month: "long", day: "numeric" });
const exactly = format({ dateStyle: "full", timeStyle: "long" });
const dated = new Intl.DateTimeFormat("sv", { timeZone: "Asia/Seoul" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { timeZone: "Asia/Seoul", ...options });
}

/** The day in Korea, as 2026-05-04. */
export function koreanDay(moment: number): string {
  return dated.format(moment);
}

/** 오늘 21:00, 5월 7일 21:00, 2025년 5월 7일. */
export function spoken(moment: number, now: number): string {
  const days = Math.round((Date.parse(koreanDay(moment)) - Date.parse(koreanDay(now))) / DAY);
  if (Math.abs(days) <= 1) return `${relative.format(days, "day")} ${time.format(moment)}`;
  if (Math.abs(days) < 180) return `${day.format(moment)} ${time.format(moment)}`;
  return dayOfYear.format(moment);
}

/** 3분 전, 2시간 후, 5월 7일. */
export function around(moment: number, now: number): string {
  const away = moment - now;
  if (Math.abs(away) < 60_000) return relative.format(0, "second");
  if (Math.abs(away) < 3_600_000) return relative.format(Math.trunc(away / 60_000), "minute");
  if (Math.abs(away) < DAY) return relative.format(Math.trunc(away / 3_600_000), "hour");
  return spoken(moment, now);
}

/** With weekday, seconds and zone. */
export function exact(moment: number): string {
  return exactly.format(moment);
}

const SEOUL = "+09:00";

/** A moment as a field for day and time holds it, in Korea: 2026-05-04T21:00. */
export function koreanMinute(moment: number): string {
  return `${koreanDay(moment)}T${time.format(moment).replace(/^24/, "00")}`;
}

/** The moment that such a field means, or nothing while it is none. */
export function readMinute(typed: string): string | undefined {
  const moment = new Date(`${typed}:00${SEOUL}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
