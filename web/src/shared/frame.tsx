/** What is around every page: what is told in passing, and whether the line is up. */

import type { ComponentChildren, JSX } from "preact";
import { Link } from "wouter-preact";
import { wasSignedOut } from "./api/tokens";
import { Notes } from "./components/notes";
import { language, speak } from "./language";
import { isLost } from "./realtime";
import { said } from "./words";

export function Around({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <>
      <a class="skip" href="#content">
        {said().skip}
      </a>
      {isLost.value && (
        <p class="bar lost" role="status">
          {said().lost}
        </p>
      )}
      {wasSignedOut.value && (
        <p class="bar" role="alert">
          {said().session.ended} <Link href="/sign-in">{said().session.signIn}</Link>
        </p>
      )}
      {children}
      <Notes />
    </>
  );
}

export function LanguageSwitch(): JSX.Element {
  const other = language === "ko" ? "en" : "ko";
  return (
    <button type="button" class="button quiet" lang={other} onClick={() => speak(other)}>
      {said().language.other}
    </button>
  );
}
