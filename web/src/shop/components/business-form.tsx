/** Is the store a business? Then its buyers are shown the data that the law wants them to see. */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { Button } from "../../shared/components/button";
import { FormView, Input } from "../../shared/components/fields";
import { useForm } from "../../shared/forms";
import { said } from "../words";

interface BusinessFormProps {
  business: Schemas["StorePage"]["business"];
  /** Takes the store as it is after a change. */
  put: (store: Promise<Schemas["StorePage"]>) => Promise<void>;
}

export function BusinessForm({ business, put }: BusinessFormProps): JSX.Element {
  const words = said().selling.store;
  const form = useForm(
    "business",
    business ?? {
      name: "",
      representative: "",
      registrationNumber: "",
      mailOrderNumber: "",
      address: "",
      phone: "",
      email: "",
    },
  );
  const set = (body: Schemas["NewBusiness"]): Promise<void> =>
    put(
      ask(
        api.PUT("/v1/me/store/business", {
          body: { ...body, registrationNumber: body.registrationNumber.replace(/\D/g, "") },
        }),
      ),
    );
  return (
    <details open={business !== null}>
      <summary>
        <h2 class="in-line">{words.business}</h2>
      </summary>
      <div class="stack">
        <p class="help">{words.businessHelp}</p>
        <FormView
          form={form}
          send={set}
          verb={business === null ? words.setBusiness : words.changeBusiness}
          weight="second"
          places={{ REGISTRATION_NUMBER_INVALID: "registrationNumber" }}
          aside={
            business !== null && (
              <Button kind="quiet" act={() => put(end())}>
                {words.endBusiness}
              </Button>
            )
          }
        >
          <Input
            form={form}
            name="name"
            label={words.businessName}
            autoComplete="organization"
            maxLength={100}
          />
          <Input
            form={form}
            name="representative"
            label={words.representative}
            autoComplete="name"
            maxLength={40}
          />
          <Input
            form={form}
            name="registrationNumber"
            label={words.registrationNumber}
            inputMode="numeric"
            help={words.registrationHelp}
          />
          <Input form={form} name="mailOrderNumber" label={words.mailOrderNumber} maxLength={40} />
          <Input
            form={form}
            name="address"
            label={words.address}
            autoComplete="street-address"
            maxLength={200}
          />
          <Input form={form} name="phone" label={words.phone} type="tel" autoComplete="tel" />
          <Input form={form} name="email" label={words.email} type="email" autoComplete="email" />
        </FormView>
      </div>
    </details>
  );
}

function end(): Promise<Schemas["StorePage"]> {
  return ask(api.DELETE("/v1/me/store/business"));
}
