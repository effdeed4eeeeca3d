/** What is wrong with it? Said to the operator, once. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Schemas } from "../../shared/api/client";
import { useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { Dialog } from "../../shared/components/dialog";
import { FormView, Select, TextArea } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { Shown } from "../../shared/components/shown";
import { choices, type Config, config } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { said } from "../words";

type NewReport = Schemas["NewReport"];

interface ReportProps {
  /** Tells its form from others. */
  id: string;
  send: (body: NewReport, key: string) => Promise<unknown>;
}

export function Report(props: ReportProps): JSX.Element {
  const words = said().selling.visit;
  const isOpen = useSignal(false);
  const settings = useAsked(config);
  const close = (): void => {
    isOpen.value = false;
  };
  return (
    <>
      <Button kind="quiet" act={() => (isOpen.value = true)}>
        {words.report}
      </Button>
      {isOpen.value && (
        <Dialog title={words.report} close={close}>
          <Shown of={settings}>
            {(known) => <ReportForm {...props} settings={known} close={close} />}
          </Shown>
        </Dialog>
      )}
    </>
  );
}

function ReportForm({
  id,
  send,
  settings,
  close,
}: ReportProps & { settings: Config; close: () => void }): JSX.Element {
  const words = said().selling.visit;
  const reasons = choices(settings, "reportReason");
  const form = useForm(`report-${id}`, { reason: reasons[0]?.value ?? "OTHER", detail: "" });
  return (
    <FormView
      form={form}
      verb={words.report}
      send={({ reason, detail }, key) =>
        send({ reason: reason as NewReport["reason"], detail }, key)
      }
      done={() => {
        close();
        tell(words.reported);
      }}
    >
      <Select form={form} name="reason" label={words.reason} options={reasons} />
      <TextArea form={form} name="detail" label={words.detail} rows={3} optional />
    </FormView>
  );
}
