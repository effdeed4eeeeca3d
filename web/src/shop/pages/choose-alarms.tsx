/** What am I told, on which way, and when not? */

import type { JSX } from "preact";
import { api, ask, type Schemas } from "../../shared/api/client";
import { type Asked, useAsked } from "../../shared/asked";
import { Button } from "../../shared/components/button";
import { FormView, Input } from "../../shared/components/fields";
import { tell } from "../../shared/components/notes";
import { inWords, Shown } from "../../shared/components/shown";
import { type Config, config, word } from "../../shared/config";
import { useForm } from "../../shared/forms";
import { said as saidShared } from "../../shared/words";
import { Setting } from "../components/setting";
import { said } from "../words";

type Settings = Schemas["AlarmSettings"];
type Change = Schemas["SettingsChange"];
type Channel = "push" | "email";

interface ChosenProps {
  asked: Asked<Settings>;
  chosen: Settings;
}

export default function ChooseAlarms(): JSX.Element {
  const asked = useAsked(() => ask(api.GET("/v1/me/alarm-settings")));
  const words = useAsked(config);
  return (
    <Setting title={said().account.settings.alarms.title} class="reading">
      <Shown of={words}>
        {(known) => (
          <Shown of={asked}>
            {(chosen) => (
              <>
                <Master asked={asked} chosen={chosen} />
                <QuietHours asked={asked} chosen={chosen} />
                <Kinds asked={asked} chosen={chosen} words={known} />
              </>
            )}
          </Shown>
        )}
      </Shown>
    </Setting>
  );
}

/** Shows a choice at once, and takes it back if it is refused. */
async function choose(
  { asked, chosen }: ChosenProps,
  shown: Settings,
  body: Change,
): Promise<void> {
  asked.put(shown);
  try {
    asked.put(await ask(api.PUT("/v1/me/alarm-settings", { body })));
  } catch (reason) {
    asked.put(chosen);
    tell(inWords(reason), "wrong");
  }
}

function Master(props: ChosenProps): JSX.Element {
  const words = said().account.chooseAlarms;
  const { chosen } = props;
  return (
    <div class="check">
      <label>
        <input
          type="checkbox"
          checked={chosen.enabled}
          aria-describedby="alarms-help"
          onChange={({ currentTarget: { checked: enabled } }) =>
            void choose(props, { ...chosen, enabled }, { enabled })
          }
        />
        <span>{words.enabled}</span>
      </label>
      <p id="alarms-help" class="help">
        {words.enabledHelp}
      </p>
    </div>
  );
}

function QuietHours({ asked, chosen }: ChosenProps): JSX.Element {
  const words = said().account.chooseAlarms;
  const form = useForm("quiet-hours", {
    quietFrom: chosen.quietFrom ?? "",
    quietUntil: chosen.quietUntil ?? "",
  });
  async function send({ quietFrom, quietUntil }: typeof form.values): Promise<void> {
    const body: Change = { quietFrom: quietFrom || null, quietUntil: quietUntil || null };
    asked.put(await ask(api.PUT("/v1/me/alarm-settings", { body })));
    tell(saidShared().form.saved);
  }
  async function end(): Promise<void> {
    await send({ quietFrom: "", quietUntil: "" });
    form.type("quietFrom", "");
    form.type("quietUntil", "");
  }
  return (
    <section class="stack">
      <h2>{words.quiet}</h2>
      <p>{words.quietHelp}</p>
      <FormView
        form={form}
        send={send}
        verb={saidShared().form.save}
        weight="second"
        places={{ QUIET_HOURS_INCOMPLETE: "quietUntil" }}
        aside={
          chosen.quietFrom !== null && (
            <Button kind="quiet" act={end}>
              {words.noQuiet}
            </Button>
          )
        }
      >
        <div class="row">
          <Input form={form} name="quietFrom" label={words.from} type="time" />
          <Input form={form} name="quietUntil" label={words.until} type="time" />
        </div>
      </FormView>
    </section>
  );
}

function Kinds(props: ChosenProps & { words: Config }): JSX.Element {
  const words = said().account.chooseAlarms;
  return (
    <section class="stack">
      <h2>{words.kinds}</h2>
      <table class="alarm-kinds">
        <thead>
          <tr>
            <th scope="col">{words.kind}</th>
            <th scope="col">{words.push}</th>
            <th scope="col">{words.email}</th>
          </tr>
        </thead>
        <tbody>
          {props.chosen.kinds.map((one) => (
            <tr key={one.kind}>
              <th scope="row">{word(props.words, "alarmKind", one.kind)}</th>
              <Way {...props} one={one} channel="push" />
              <Way {...props} one={one} channel="email" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface WayProps extends ChosenProps {
  words: Config;
  one: Schemas["AlarmChannels"];
  channel: Channel;
}

function Way({ words, one, channel, ...props }: WayProps): JSX.Element {
  function change(isOn: boolean): void {
    const changed = { ...one, [channel]: isOn };
    const kinds = props.chosen.kinds.map((other) => (other.kind === one.kind ? changed : other));
    void choose(props, { ...props.chosen, kinds }, { kinds: [changed as Schemas["Channels"]] });
  }
  return (
    <td>
      <label>
        <span class="for-hearing">
          {word(words, "alarmKind", one.kind)} {said().account.chooseAlarms[channel]}
        </span>
        <input
          type="checkbox"
          checked={one[channel]}
          disabled={!props.chosen.enabled}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      </label>
    </td>
  );
}
