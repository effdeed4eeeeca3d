/** What can be set? All of it, by what it is about. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { Page } from "../../shared/pages";
import { said } from "../words";

export default function SeeSettings(): JSX.Element {
  const words = said().account.settings;
  const places = [
    ["profile", words.profile],
    ["addresses", words.addresses],
    ["accounts", words.accounts],
    ["alarms", words.alarms],
    ["email", words.email],
    ["password", words.password],
    ["sessions", words.sessions],
    ["blocks", words.blocks],
    ["strikes", words.strikes],
    ["agreements", words.agreements],
    ["leave", words.leave],
  ] as const;
  return (
    <Page title={said().frame.settings} class="reading">
      <ul class="places-list">
        {places.map(([place, { title, about }]) => (
          <li key={place}>
            <Link href={`/my/settings/${place}`}>
              <strong>{title}</strong>
              <span class="faint">{about}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
