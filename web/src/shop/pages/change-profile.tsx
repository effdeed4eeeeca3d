/** Who am I, as the market knows it? */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { rename } from "../../shared/api/tokens";
import { useAsked } from "../../shared/asked";
import { FormView, Input, Select } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { type Config, config } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { language } from "../../shared/language";
import { said as saidShared } from "../../shared/words";
import { Setting } from "../components/setting";
import { said } from "../words";

type Change = Schemas["ProfileChange"];

export default function ChangeProfile(): JSX.Element {
  const asked = useAsked(async () => {
    const [me, settings] = await Promise.all([ask(api.GET("/v1/me")), config()]);
    return { me, settings };
  });
  return (
    <Setting title={said().account.settings.profile.title}>
      <Shown of={asked}>{(known) => <Profile {...known} />}</Shown>
    </Setting>
  );
}

const LANGUAGES = [
  { value: "ko", label: "한국어" },
  { value: "en", label: "English" },
];

function Profile({ me, settings }: { me: Schemas["Member"]; settings: Config }): JSX.Element {
  const words = said().account.signUp;
  const { name, phone, birth, gender } = me;
  const form = useForm("profile", {
    name,
    phone,
    birth,
    gender: String(gender),
    language: me.language,
  });
  const genders = settings.codes.find((list) => list.name === "gender")?.items ?? [];
  async function send(typed: typeof form.values): Promise<void> {
    const body: Change = {
      ...typed,
      gender: typed.gender as NonNullable<Change["gender"]>,
      language: typed.language === "en" ? "en" : "ko",
    };
    rename((await ask(api.PATCH("/v1/me", { body }))).name);
  }
  return (
    <FormView
      form={form}
      send={send}
      verb={saidShared().form.save}
      places={{ TOO_YOUNG: "birth", BIRTH_IMPLAUSIBLE: "birth" }}
      done={() => tell(saidShared().form.saved)}
    >
      <p class="faint">
        {saidShared().session.loginId} {me.loginId}
      </p>
      <Input form={form} name="name" label={words.name} autoComplete="name" />
      <Input form={form} name="phone" label={words.phone} type="tel" autoComplete="tel" />
      <Input form={form} name="birth" label={words.birth} type="date" autoComplete="bday" />
      <Select
        form={form}
        name="gender"
        label={words.gender}
        options={genders.map((one) => ({ value: one.code, label: one[language] }))}
      />
      <Select
        form={form}
        name="language"
        label={said().account.profile.language}
        help={said().account.profile.languageHelp}
        options={LANGUAGES}
      />
    </FormView>
  );
}
