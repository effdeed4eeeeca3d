/** How does one leave, and what is kept? A copy of one's data can be had before. */

import type { JSX } from "preact";
import { useLocation } from "wouter-preact";
import { api, ask } from "../../shared/api/client";
import { forget } from "../../shared/api/tokens";
import { Button } from "../../shared/components/button";
import { FormView, Input } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { useForm } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { Setting } from "../components/setting";
import { said } from "../words";

export default function Leave(): JSX.Element {
  const words = said().account.leave;
  return (
    <Setting title={said().account.settings.leave.title}>
      <section class="stack">
        <h2>{words.export}</h2>
        <p>{words.exportHelp}</p>
        <p>
          <Button act={sendExport}>{words.sendExport}</Button>
        </p>
      </section>
      <section class="stack">
        <h2>{words.leave}</h2>
        <ul class="points">
          {words.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <GoForm />
      </section>
    </Setting>
  );
}

async function sendExport(): Promise<void> {
  await ask(api.GET("/v1/me/export"));
  tell(said().account.leave.exportSent);
}

function GoForm(): JSX.Element {
  const words = said().account.leave;
  const [, go] = useLocation();
  const form = useForm("leave", { password: "" });
  function gone(): void {
    go("/", { replace: true });
    forget();
    tell(words.done);
  }
  return (
    <FormView
      form={form}
      verb={words.verb}
      weight="danger"
      places={{ WRONG_PASSWORD: "password" }}
      send={(body) => ask(api.DELETE("/v1/me", { body }))}
      done={gone}
    >
      <Input
        form={form}
        name="password"
        label={saidShared().session.password}
        type="password"
        autoComplete="current-password"
      />
    </FormView>
  );
}
