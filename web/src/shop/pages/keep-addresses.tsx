/** Where do parcels go? Addresses, one of them the usual one. */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Input } from "../../shared/components/fields";
import { Belongings } from "../components/belongings";
import { Setting } from "../components/setting";
import { said } from "../words";

const BLANK = { name: "", phone: "", postcode: "", address: "", addressDetail: "" };

export default function KeepAddresses(): JSX.Element {
  const words = said().account.addresses;
  const addresses = useAsked(() => ask(api.GET("/v1/me/addresses")));
  const at = (addressId: number): { params: { path: { addressId: number } } } => ({
    params: { path: { addressId } },
  });
  return (
    <Setting title={said().account.settings.addresses.title} class="reading">
      <Belongings
        name="address"
        of={addresses}
        id={({ addressId }) => addressId}
        line={(one) => (
          <p class="typed">
            <strong>{one.name}</strong> · {one.phone}
            <br />({one.postcode}) {one.address} {one.addressDetail}
          </p>
        )}
        empty={words.empty}
        verb={words.add}
        blank={BLANK}
        from={({ name, phone, postcode, address, addressDetail }) => ({
          name,
          phone,
          postcode,
          address,
          addressDetail,
        })}
        fields={(form) => (
          <>
            <Input form={form} name="name" label={words.name} autoComplete="name" />
            <Input
              form={form}
              name="phone"
              label={said().account.signUp.phone}
              type="tel"
              autoComplete="tel"
            />
            <Input
              form={form}
              name="postcode"
              label={words.postcode}
              inputMode="numeric"
              autoComplete="postal-code"
              maxLength={5}
            />
            <Input form={form} name="address" label={words.address} autoComplete="address-line1" />
            <Input
              form={form}
              name="addressDetail"
              label={words.detail}
              autoComplete="address-line2"
              optional
            />
          </>
        )}
        add={(body, key) =>
          ask(
            api.POST("/v1/me/addresses", { params: { header: { "Idempotency-Key": key } }, body }),
          )
        }
        change={(id, body) => ask(api.PATCH("/v1/me/addresses/{addressId}", { ...at(id), body }))}
        remove={(id) => ask(api.DELETE("/v1/me/addresses/{addressId}", at(id)))}
        choose={(id) => ask(api.PUT("/v1/me/addresses/{addressId}/default", at(id)))}
      />
    </Setting>
  );
}
