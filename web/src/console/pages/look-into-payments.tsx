/** What is known of one payment? Found by our number of it. */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Shown } from "../../shared/components/shown";
import { Page } from "../../shared/pages";
import { useAddress } from "../components/address";
import { Acts } from "../components/acts";
import { operationChoices } from "../components/operation";
import { PaymentTold } from "../components/payment";
import { Search } from "../components/tools";
import { said } from "../words";

export default function LookIntoPayments(): JSX.Element {
  const words = said().payments;
  const { of } = useAddress();
  const merchantUid = of("id");
  return (
    <Page title={words.title}>
      <section data-queue>
        <Search name="id" by={words.searchBy} />
      </section>
      {merchantUid === undefined ? (
        <p class="empty">{words.typeNumber}</p>
      ) : (
        <Open key={merchantUid} merchantUid={merchantUid} />
      )}
    </Page>
  );
}

function Open({ merchantUid }: { merchantUid: string }): JSX.Element {
  const path = { merchantUid };
  const one = useAsked(() =>
    ask(api.GET("/v1/admin/payments/{merchantUid}", { params: { path } })),
  );
  return (
    <Shown of={one}>
      {(payment) => (
        <>
          <PaymentTold of={payment} />
          <Acts
            choices={payment.operations.flatMap((operation) =>
              operationChoices(operation, () => one.again()),
            )}
          />
        </>
      )}
    </Shown>
  );
}
