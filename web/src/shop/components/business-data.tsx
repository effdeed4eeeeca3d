/** Who is a seller that is a business? What the law has it show. */

import type { JSX } from "preact";
import type { Schemas } from "../../shared/api/client";
import { said } from "../words";

export function BusinessData({ business }: { business: Schemas["Business"] | null }): JSX.Element {
  const words = said().selling.store;
  if (business === null) return <p class="faint">{said().selling.visit.private}</p>;
  const lines: [string, string][] = [
    [words.businessName, business.name],
    [words.representative, business.representative],
    [words.registrationNumber, business.registrationNumber],
    [words.mailOrderNumber, business.mailOrderNumber],
    [words.address, business.address],
    [words.phone, business.phone],
    [words.email, business.email],
  ];
  return (
    <dl class="pairs">
      {lines.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
