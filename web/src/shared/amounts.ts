/** How are won written, and read from what people type? */

import { language } from "./language";

const separated = new Intl.NumberFormat(language);

/** 12,000원, or ₩12,000 for who reads English. */
export function won(amount: number): string {
  return language === "ko" ? `${separated.format(amount)}원` : `₩${separated.format(amount)}`;
}

export function count(number: number): string {
  return separated.format(number);
}

const UNITS: Record<string, number> = { 천: 1_000, 만: 10_000, 억: 100_000_000 };

/**
 * Reads an amount as people type it: 12,000, ₩12000, １２０００, 1만 2천, 1.5만원.
 *
 * Gives nothing for what is no whole number of won.
 */
export function readWon(typed: string): number | undefined {
  const text = typed.normalize("NFKC").replace(/[\s,₩원]/g, "");
  if (/^\d+$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([천만억]|$)/gy)];
  if (text === "" || parts.map(([part]) => part).join("") !== text) return undefined;
  const sum = parts.reduce(
    (total, [, digits, unit]) => total + Number(digits) * (UNITS[unit ?? ""] ?? 1),
    0,
  );
  return Number.isSafeInteger(sum) ? sum : undefined;
}
