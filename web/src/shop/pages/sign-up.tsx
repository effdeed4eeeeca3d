/** How does one become a member? By an address that is one's own, and a few words about oneself. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLocation } from "wouter-preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { signIn } from "../../shared/api/session";
import { useAsked } from "../../shared/asked";
import { Check, FormView, Input, Select } from "../../shared/components/fields";
import { Shown } from "../../shared/components/shown";
import { type Config, config } from "../../shared/config";
import { Unfit, useForm } from "../../shared/forms";
import { language } from "../../shared/language";
import { Page } from "../../shared/pages";
import { said as saidShared } from "../../shared/words";
import { MailedCode } from "../components/mailed-code";
import { said } from "../words";

type Terms = Schemas["Terms"];
type Gender = Schemas["SignUp"]["gender"];

export default function SignUp(): JSX.Element {
  const proof = useSignal<{ emailToken: string; email: string } | undefined>(undefined);
  const asked = useAsked(async () => {
    const [terms, settings] = await Promise.all([ask(api.GET("/v1/terms")), config()]);
    return { terms: terms.items, settings };
  });
  return (
    <Page title={said().account.signUp.title} class="narrow">
      {proof.value === undefined ? (
        <MailedCode
          purpose="SIGN_UP"
          proven={(emailToken, email) => (proof.value = { emailToken, email })}
        />
      ) : (
        <Shown of={asked}>
          {(known) => <AboutYou {...known} proof={proof.value ?? { emailToken: "", email: "" }} />}
        </Shown>
      )}
    </Page>
  );
}

interface AboutYouProps {
  terms: Terms[];
  settings: Config;
  proof: { emailToken: string; email: string };
}

const BLANK = { loginId: "", password: "", name: "", phone: "", birth: "", gender: "FEMALE" };

function AboutYou({ terms, settings, proof }: AboutYouProps): JSX.Element {
  const words = said().account.signUp;
  const { loginId, password } = saidShared().session;
  const [, go] = useLocation();
  const agreed = Object.fromEntries(terms.map(({ kind }) => [kind, false]));
  const form = useForm<Record<string, string | boolean>>("sign-up", { ...BLANK, ...agreed });
  const genders = settings.codes.find(({ name }) => name === "gender")?.items ?? [];
  async function send(typed: Record<string, string | boolean>, key: string): Promise<void> {
    const about = Object.fromEntries(Object.keys(BLANK).map((name) => [name, String(typed[name])]));
    const agreedTo = terms
      .filter(({ kind }) => typed[kind] === true)
      .map(({ kind, version }) => ({ kind, version }));
    const missing = terms.filter(({ kind, required }) => required && typed[kind] !== true);
    if (missing.length > 0)
      throw new Unfit(Object.fromEntries(missing.map(({ kind }) => [kind, words.mustAgree])));
    const body = {
      ...(about as typeof BLANK),
      gender: about["gender"] as Gender,
      ...proof,
      agreedTo,
    };
    await ask(
      api.POST("/v1/auth/sign-up", { params: { header: { "Idempotency-Key": key } }, body }),
    );
    await signIn(body.loginId, body.password);
    go("/");
  }
  return (
    <FormView
      form={form}
      send={send}
      verb={words.verb}
      places={{
        LOGIN_ID_TAKEN: "loginId",
        LOGIN_ID_INVALID: "loginId",
        LOGIN_ID_RESERVED: "loginId",
        PASSWORD_TOO_WEAK: "password",
        TOO_YOUNG: "birth",
        BIRTH_IMPLAUSIBLE: "birth",
      }}
    >
      <p class="faint">{proof.email}</p>
      <Input
        form={form}
        name="loginId"
        label={loginId}
        autoComplete="username"
        help={words.loginIdHelp}
      />
      <Input
        form={form}
        name="password"
        label={password}
        type="password"
        autoComplete="new-password"
        help={words.passwordHelp}
      />
      <Input form={form} name="name" label={words.name} autoComplete="name" />
      <Input
        form={form}
        name="phone"
        label={words.phone}
        type="tel"
        autoComplete="tel"
        placeholder="010-1234-5678"
      />
      <Input form={form} name="birth" label={words.birth} type="date" autoComplete="bday" />
      <Select
        form={form}
        name="gender"
        label={words.gender}
        options={genders.map((one) => ({ value: one.code, label: one[language] }))}
      />
      <fieldset>
        <legend>{words.terms}</legend>
        {terms.map(({ kind, title, required }) => (
          <div key={kind} class="row apart">
            <Check
              form={form}
              name={kind}
              label={required ? words.required(title) : words.optional(title)}
            />
            <a href={`/terms/${kind}`} target="_blank">
              {words.read}
              <span class="for-hearing"> {title}</span>
            </a>
          </div>
        ))}
      </fieldset>
    </FormView>
  );
}
