/** How do I get in from now on? The other devices are out then. */

import type { JSX } from "preact";
import { api, ask } from "../../shared/api/client";
import { FormView, Input } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { useForm } from "../../shared/forms";
import { Setting } from "../components/setting";
import { said } from "../words";

export default function ChangePassword(): JSX.Element {
  const words = said().account.password;
  const form = useForm("change-password", { currentPassword: "", newPassword: "" });
  return (
    <Setting title={said().account.settings.password.title}>
      <FormView
        form={form}
        verb={said().account.reset.verb}
        places={{ WRONG_PASSWORD: "currentPassword", PASSWORD_TOO_WEAK: "newPassword" }}
        send={(body) => ask(api.PUT("/v1/me/password", { body }))}
        done={() => {
          form.clear();
          tell(words.done);
        }}
      >
        <Input
          form={form}
          name="currentPassword"
          label={words.current}
          type="password"
          autoComplete="current-password"
        />
        <Input
          form={form}
          name="newPassword"
          label={said().account.reset.newPassword}
          type="password"
          autoComplete="new-password"
          help={said().account.signUp.passwordHelp}
        />
      </FormView>
    </Setting>
  );
}
