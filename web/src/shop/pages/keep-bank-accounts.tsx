/** Where does money go? Bank accounts, one of them the usual one: what is sold is paid out there. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Input, Select } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { type Config, config } from "../../shared/config";
import { Belongings } from "../components/belongings";
import { Setting } from "../components/setting";
import { said } from "../words";

type Account = Schemas["Account"];

export default function KeepBankAccounts(): JSX.Element {
  const settings = useAsked(config);
  return (
    <Setting title={said().account.settings.accounts.title} class="reading">
      <Shown of={settings}>{({ banks }) => <Accounts banks={banks} />}</Shown>
    </Setting>
  );
}

interface Typed extends Record<string, string> {
  bankCode: string;
  accountNumber: string;
  holder: string;
}

function Accounts({ banks }: { banks: Config["banks"] }): JSX.Element {
  const words = said().account.accounts;
  const accounts = useAsked(() => ask(api.GET("/v1/me/accounts")));
  const at = (accountId: number): { params: { path: { accountId: number } } } => ({
    params: { path: { accountId } },
  });
  const options = banks.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Belongings<Account, Typed>
      name="account"
      of={accounts}
      id={({ accountId }) => accountId}
      line={(one) => (
        <p>
          <strong>{one.bankName}</strong> <span class="figure">{one.accountNumber}</span>
          <br />
          {one.holder}
        </p>
      )}
      empty={words.empty}
      verb={words.add}
      blank={{ bankCode: "", accountNumber: "", holder: "" }}
      from={({ bankCode, accountNumber, holder }) => ({ bankCode, accountNumber, holder })}
      places={{ UNKNOWN_BANK: "bankCode" }}
      fields={(form) => (
        <>
          <Select
            form={form}
            name="bankCode"
            label={words.bank}
            options={[{ value: "", label: words.choose }, ...options]}
          />
          <Input
            form={form}
            name="accountNumber"
            label={words.number}
            inputMode="numeric"
            help={words.numberHelp}
          />
          <Input form={form} name="holder" label={words.holder} autoComplete="name" />
        </>
      )}
      add={(typed, key) =>
        ask(
          api.POST("/v1/me/accounts", {
            params: { header: { "Idempotency-Key": key } },
            body: plain(typed),
          }),
        )
      }
      change={(id, typed) =>
        ask(api.PATCH("/v1/me/accounts/{accountId}", { ...at(id), body: plain(typed) }))
      }
      remove={(id) => ask(api.DELETE("/v1/me/accounts/{accountId}", at(id)))}
      choose={(id) => ask(api.PUT("/v1/me/accounts/{accountId}/default", at(id)))}
    />
  );
}

/** With the digits of the number only. */
function plain(typed: Typed): Typed {
  return { ...typed, accountNumber: typed.accountNumber.normalize("NFKC").replace(/[\s-]/g, "") };
}
