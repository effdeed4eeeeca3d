/** Who are you? A login id and a password; whatever is wrong is told at the password. */

import type { JSX } from "preact";
import { signIn } from "../api/session";
import { useForm } from "../forms";
import { said } from "../words";
import { FormView, Input } from "./fields";

interface SignInFormProps {
  /** What is done then. */
  done?: () => void;
}

export function SignInForm({ done }: SignInFormProps): JSX.Element {
  const words = said().session;
  const form = useForm("sign-in", { loginId: "", password: "" });
  return (
    <FormView
      form={form}
      send={({ loginId, password }) => signIn(loginId, password)}
      places={{ WRONG_CREDENTIALS: "password" }}
      verb={words.signIn}
      {...(done && { done })}
    >
      <Input form={form} name="loginId" label={words.loginId} autoComplete="username" />
      <Input
        form={form}
        name="password"
        label={words.password}
        type="password"
        autoComplete="current-password"
      />
    </FormView>
  );
}
