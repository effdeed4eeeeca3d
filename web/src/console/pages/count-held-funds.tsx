/** Whose money do we hold, at a moment? By account, and of one account by owner. */

import type { JSX } from "preact";
import { Link } from "wouter-preact";
import { won } from "../../shared/amounts";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Page as PageOf, useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Shown } from "../../shared/components/shown";
import { Moment } from "../../shared/components/time";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { called } from "../codes";
import { oneOf, useAddress } from "../components/address";
import { To, Won } from "../components/parts";
import { said } from "../words";

type Funds = Schemas["HeldFunds"];
type Owner = Schemas["OwnedFunds"];

const ACCOUNTS = [
  "PROVIDER",
  "BANK",
  "PROVIDER_FEES",
  "BUYER_CLEARING",
  "ESCROW",
  "FROZEN",
  "SELLER_PAYABLE",
  "SELLER_RECEIVABLE",
  "PAYOUTS",
  "COMMISSION",
  "VAT",
  "REFUNDS",
  "LOSSES",
  "SUSPENSE",
] as const;

/** Whose number an owner's is, by account. */
const OWNERS: Partial<Record<string, "members" | "orders">> = {
  BUYER_CLEARING: "members",
  SELLER_PAYABLE: "members",
  SELLER_RECEIVABLE: "members",
  ESCROW: "orders",
  FROZEN: "orders",
};

export default function CountHeldFunds(): JSX.Element {
  const words = said().funds;
  const address = useAddress();
  const account = oneOf(ACCOUNTS, address.of("account"));
  const day = address.of("on");
  const on = day === undefined ? undefined : new Date(`${day}T24:00:00+09:00`).toISOString();
  return (
    <Page title={words.title}>
      <label class="tool" data-queue>
        <span class="faint">{words.on}</span>
        <input
          type="date"
          value={day ?? ""}
          onChange={(event) => address.go({ on: event.currentTarget.value })}
        />
      </label>
      <Open key={`${account} ${on}`} account={account} on={on} />
    </Page>
  );
}

interface OpenProps {
  account: (typeof ACCOUNTS)[number] | undefined;
  on: string | undefined;
}

function Open({ account, on }: OpenProps): JSX.Element {
  const page = (cursor?: string): Promise<Funds> =>
    ask(
      api.GET("/v1/admin/held-funds", { params: { query: { account, on, cursor, limit: 100 } } }),
    );
  const funds = useAsked(() => page());
  async function more(shown: Funds): Promise<void> {
    const next = await page(shown.nextCursor ?? undefined);
    funds.put({ ...next, owners: [...shown.owners, ...next.owners] });
  }
  return (
    <Shown of={funds}>
      {(found) => (
        <div class="columns">
          <Accounts of={found} open={account} />
          {account !== undefined && (
            <Owners
              account={account}
              of={{ items: found.owners, nextCursor: found.nextCursor }}
              more={() => more(found)}
            />
          )}
        </div>
      )}
    </Shown>
  );
}

function Accounts({ of, open }: { of: Funds; open: string | undefined }): JSX.Element {
  const words = said().funds;
  const address = useAddress();
  return (
    <section class="stack">
      <p class="faint">
        <Moment at={of.on} /> · {words.sides}
      </p>
      <table class="numbers">
        <tbody>
          {of.accounts.map(({ account, amount }) => (
            <tr key={account}>
              <th scope="row">
                <Link
                  href={address.with({ account })}
                  aria-current={account === open ? "true" : undefined}
                >
                  {called("ledgerAccount", account)}
                </Link>
              </th>
              <td>{won(amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.sum}</th>
            <td>{won(of.accounts.reduce((sum, { amount }) => sum + amount, 0))}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Owners({
  account,
  of,
  more,
}: {
  account: string;
  of: PageOf<Owner>;
  more: () => unknown;
}): JSX.Element {
  const words = said().funds;
  const kind = OWNERS[account];
  return (
    <section class="stack">
      <h2>{called("ledgerAccount", account)}</h2>
      {of.items.length === 0 ? (
        <p class="faint">{words.noOwners}</p>
      ) : (
        <table class="numbers">
          <tbody>
            {of.items.map(({ ownerId, amount }) => (
              <tr key={ownerId}>
                <th scope="row">
                  {kind === undefined ? ownerId : <To kind={kind} id={ownerId} />}
                </th>
                <td>
                  <Won of={amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {of.nextCursor !== null && (
        <Button kind="quiet" act={more}>
          {saidShared().more}
        </Button>
      )}
    </section>
  );
}
