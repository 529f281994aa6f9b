import { ActionIcon, Button, Group, Menu, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { FormError } from "@/components/FormError";
import { useForgetError } from "@/components/use_forget_error";
import type { Schemas } from "@/lib/api/client";
import { changeUser, rememberUserName, usersChanged, type UserRow } from "@/lib/api/resources/users";
import { checkNewPassword } from "@/lib/bounds";
import { text } from "@/lib/text";

type Order = Schemas["UserOrder"];
type Asked = keyof typeof text.users.confirm | "reset";

const ORDERS: Record<Exclude<Asked, "reset">, Order> = {
  makeAdmin: { role: "admin" },
  makeStudent: { role: "student" },
  disable: { disabled: true },
  enable: { disabled: false },
};

function useOrder(user: UserRow, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (order: Order) => changeUser(user._id, order),
    onSuccess: () => {
      onDone();
      notifications.show({ message: text.users.changed });
      return usersChanged(client);
    },
  });
}

function ResetForm({ user, onClose }: { user: UserRow; onClose: () => void }) {
  const form = useForm({ initialValues: { password: "" }, validate: { password: checkNewPassword } });
  const order = useOrder(user, onClose);
  useForgetError(order, form.values);
  return (
    <form onSubmit={form.onSubmit((values) => order.mutate(values))} noValidate>
      <Stack>
        <PasswordInput
          label={text.people.newPassword}
          description={text.users.newPasswordHint}
          autoComplete="new-password"
          data-autofocus
          {...form.getInputProps("password")}
        />
        <FormError error={order.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.general.cancel}
          </Button>
          <Button type="submit" loading={order.isPending}>
            {text.users.reset}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Confirm({ user, asked, onClose }: { user: UserRow; asked: Exclude<Asked, "reset">; onClose: () => void }) {
  const order = useOrder(user, onClose);
  return (
    <Stack>
      <Text style={{ overflowWrap: "anywhere" }}>{text.users.confirm[asked](user.name)}</Text>
      <FormError error={order.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.general.cancel}
        </Button>
        <Button loading={order.isPending} onClick={() => order.mutate(ORDERS[asked])}>
          {text.users[asked]}
        </Button>
      </Group>
    </Stack>
  );
}

/** Actions of an administrator on another user. Not on oneself: one could lock oneself out. */
export function UserActions({ user, self }: { user: UserRow; self: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const navigate = useNavigate();
  const client = useQueryClient();
  const toSubmissions = () => {
    rememberUserName(client, user._id, user.name);
    void navigate({ to: "/admin/submissions", search: { userId: user._id } });
  };
  const close = () => setAsked(null);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={text.users.actionsFor(user.name)}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={toSubmissions}>{text.users.submissions}</Menu.Item>
          {self ? null : (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => setAsked(user.role === "admin" ? "makeStudent" : "makeAdmin")}>
                {user.role === "admin" ? text.users.makeStudent : text.users.makeAdmin}
              </Menu.Item>
              <Menu.Item onClick={() => setAsked("reset")}>{text.users.reset}</Menu.Item>
              <Menu.Item onClick={() => setAsked(user.disabled ? "enable" : "disable")}>
                {user.disabled ? text.users.enable : text.users.disable}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked !== null}
        onClose={close}
        title={asked === "reset" ? text.users.newPassword(user.name) : asked === null ? "" : text.users[asked]}
        closeButtonProps={{ "aria-label": text.general.close }}
      >
        {asked === null ? null : asked === "reset" ? (
          <ResetForm user={user} onClose={close} />
        ) : (
          <Confirm user={user} asked={asked} onClose={close} />
        )}
      </Modal>
    </>
  );
}
