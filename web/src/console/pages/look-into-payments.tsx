/** What is known of one payment? Found by our number of it. */

import type { JSX } from "preact";
import { Page } from "../../shared/pages";
import { useAddress } from "../components/address";
import { OpenPayment } from "../components/payment";
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
        <OpenPayment key={merchantUid} merchantUid={merchantUid} />
      )}
    </Page>
  );
}
