/** Which language does this reader read? Korean, unless they or their browser say English. */

export type Language = "ko" | "en";

const KEPT = "language";

export const language: Language = chosen();
document.documentElement.lang = language;

/** Shows everything in another language; what was typed is kept. */
export function speak(other: Language): void {
  localStorage.setItem(KEPT, other);
  location.reload();
}

function chosen(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "ko" || kept === "en") return kept;
  return navigator.languages.some((one) => one.startsWith("ko")) ||
    !navigator.language.startsWith("en")
    ? "ko"
    : "en";
}
