import { Button, Fieldset, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { FormError } from "@/components/FormError";
import { keptForms, useKeptForm } from "@/lib/kept_form";
import { text } from "@/lib/text";

import { KeptConflictBar } from "./KeptConflictBar";
import { LeaveQuestion } from "./LeaveQuestion";

interface FormProps<T> {
  /** Under this name what was typed is kept when the session ends. */
  name: string;
  initial: T;
  saving: boolean;
  error: unknown;
  isComplete?: (values: T) => boolean;
  onSave: (values: T) => void;
  onClose: () => void;
  children: (form: UseFormReturnType<T>) => ReactNode;
}

function Form<T extends object>(props: FormProps<T> & { onTyped: (typed: boolean) => void }) {
  const { name, initial, saving, error, isComplete = () => true, onSave, onClose, onTyped, children } = props;
  const form = useForm<T>({ initialValues: initial });
  const typed = form.isDirty();
  useEffect(() => onTyped(typed), [onTyped, typed]);
  const conflict = useKeptForm<T>(name, form.getInitialValues, form.getValues, (mine) => form.setValues(mine));
  const submit = form.onSubmit((values) => {
    if (isComplete(values)) onSave(values);
  });
  return (
    // The window stands inside the problem's form: its own form's sending must not send that one.
    <form
      onSubmit={(event) => {
        event.stopPropagation();
        submit(event);
      }}
    >
      <LeaveQuestion unsaved={typed} />
      <Stack>
        <KeptConflictBar conflict={conflict} />
        {/* What is typed while a save runs would go when the window closes. */}
        <Fieldset variant="unstyled" miw={0} disabled={saving}>
          <Stack>{children(form)}</Stack>
        </Fieldset>
        <FormError error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.general.cancel}
          </Button>
          <Button type="submit" loading={saving} disabled={!isComplete(form.values)}>
            {text.general.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface WindowProps<T> extends Omit<FormProps<T>, "initial"> {
  title: string;
  /** Undefined while it is read. */
  initial: T | undefined;
  reading?: string;
  unread?: unknown;
}

/** A window for a longer text: no slip closes it, and what was typed is there again after a session that ended. */
export function TypingWindow<T extends object>({ title, initial, reading, unread, ...form }: WindowProps<T>) {
  const [typed, setTyped] = useState(false);
  return (
    <Modal
      opened
      onClose={form.onClose}
      closeOnClickOutside={!typed}
      closeOnEscape={!typed}
      size="xl"
      title={title}
      closeButtonProps={{ "aria-label": text.general.close }}
    >
      {initial !== undefined ? (
        <Form {...form} initial={initial} onTyped={setTyped} />
      ) : unread ? (
        <FormError error={unread} />
      ) : (
        <Group>
          <Loader size="sm" aria-hidden />
          <Text>{reading}</Text>
        </Group>
      )}
    </Modal>
  );
}

/** Opens the window that was open when the session ended, once its page is `ready`; `of`: the end of its name. */
export function useReopened(prefix: string, ready: boolean, open: (of: string) => void): void {
  const looked = useRef(false);
  useEffect(() => {
    if (!ready || looked.current) return;
    looked.current = true;
    const [of] = keptForms(prefix);
    if (of !== undefined) open(of);
  });
}
