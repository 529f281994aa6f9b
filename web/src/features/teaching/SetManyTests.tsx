import { Button, Group, NumberInput, Paper, Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { text } from "@/lib/text";

import styles from "./Teaching.module.css";
import type { TestSettings, Tests } from "./tests";

const WEIGHT_MAX = 1_000_000;
const GROUP_MAX = 40;

interface SetManyProps {
  tests: Tests;
  chosen: string[];
  onDone: () => void;
  onRemove: () => void;
}

/** Sets kind, weight and group of the tests that are chosen, in one change, or removes them. What is left empty stays. */
export function SetManyTests({ tests, chosen, onDone, onRemove }: SetManyProps) {
  const [visibility, setVisibility] = useState<string | null>(null);
  const [weight, setWeight] = useState<number | string>("");
  const [group, setGroup] = useState("");
  const settings: TestSettings = {
    ...(visibility === null ? {} : { visibility: visibility === "public" ? "public" : "private" }),
    ...(typeof weight === "number" ? { weight } : {}),
    ...(group.trim() === "" ? {} : { group: group.trim() }),
  };
  const { many } = text.tests.set;
  const set = (wanted: TestSettings) => void tests.setAll(chosen, wanted).then(onDone, () => undefined);
  return (
    <Paper p="sm" role="group" aria-label={many(chosen.length)} className={styles.many}>
      <Group align="flex-end" gap="sm">
        <div style={{ alignSelf: "center" }}>
          <Text size="sm" fw={550} className="figure">
            {many(chosen.length)}
          </Text>
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {text.tests.set.rangeHint}
          </Text>
        </div>
        <Select
          label={text.tests.visibility}
          placeholder={text.tests.set.stays}
          clearable
          w={140}
          data={[
            { value: "public", label: text.tests.public },
            { value: "private", label: text.tests.private },
          ]}
          value={visibility}
          onChange={setVisibility}
        />
        <NumberInput
          label={text.tests.weight}
          placeholder={text.tests.set.stays}
          w={120}
          min={0}
          max={WEIGHT_MAX}
          allowDecimal={false}
          value={weight}
          onChange={setWeight}
        />
        <TextInput
          label={text.tests.group}
          placeholder={text.tests.set.stays}
          w={140}
          maxLength={GROUP_MAX}
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value)}
        />
        <Button loading={tests.busy} disabled={Object.keys(settings).length === 0} onClick={() => set(settings)}>
          {text.tests.set.apply}
        </Button>
        <Button variant="default" disabled={tests.busy} onClick={() => set({ group: "" })}>
          {text.tests.set.noGroup}
        </Button>
        <Button variant="outline" color="red" disabled={tests.busy} onClick={onRemove}>
          {text.tests.set.remove}
        </Button>
      </Group>
    </Paper>
  );
}
