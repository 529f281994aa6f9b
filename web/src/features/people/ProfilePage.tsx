import { Button, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { AutoRetry } from "@/components/AutoRetry";
import { Page } from "@/components/Page";
import { Failure, Loading } from "@/components/states";
import { useUnsentQuestion } from "@/components/unsent_question";
import { useForgetError } from "@/components/use_forget_error";
import { changeProfile, meQuery, type User } from "@/lib/api/resources/account";
import { useArrived, useCarried } from "@/lib/carried";
import { date } from "@/lib/format";
import { endSession } from "@/lib/session";
import { text } from "@/lib/text";

import { checkName, checkNewPassword, checkPassword } from "@/lib/bounds";

function NameForm({ me }: { me: User }) {
  const client = useQueryClient();
  const typed = useArrived("profile");
  const form = useForm({ initialValues: { name: me.name }, validate: { name: checkName } });
  // What was typed before the language was changed: it is not saved.
  const { setFieldValue } = form;
  useEffect(() => {
    if (typed.name !== undefined) setFieldValue("name", typed.name);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once
  }, []);
  useCarried("profile", { name: form.values.name });
  const save = useMutation({
    mutationFn: ({ name }: { name: string }) => changeProfile({ name: name.trim() }),
    onSuccess: (user) => {
      client.setQueryData(meQuery.queryKey, user);
      notifications.show({ message: text.people.profileSaved });
    },
  });
  useForgetError(save, form.values);
  return (
    <Paper p="lg" component="form" onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack>
        <TextInput label={text.people.name} dir="auto" autoComplete="name" {...form.getInputProps("name")} />
        <TextInput label={text.people.email} description={text.people.emailHint} value={me.email} readOnly variant="filled" />
        <AutoRetry mutation={save} typed={() => (form.isValid() ? form.getValues() : undefined)} />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {text.people.roles[me.role]} · {text.people.memberSince(date(me.createdAt))}
          </Text>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {text.general.save}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function PasswordForm() {
  const form = useForm({
    initialValues: { currentPassword: "", password: "" },
    validate: { currentPassword: checkPassword, password: checkNewPassword },
  });
  const save = useMutation({
    mutationFn: changeProfile,
    // All tokens ended with the old password.
    onSuccess: () => {
      notifications.show({ message: text.people.passwordChanged });
      endSession("left");
    },
  });
  useForgetError(save, form.values);
  const { start, question } = useUnsentQuestion(text.people.changePassword, text.people.changePasswordAnyway);
  return (
    <Paper p="lg" component="form" onSubmit={form.onSubmit((values) => void start(() => save.mutate(values)))}>
      {question}
      <Stack>
        <div>
          <Title order={2} size="h4">
            {text.people.changePassword}
          </Title>
          <Text size="sm" c="dimmed">
            {text.people.changePasswordHint}
          </Text>
        </div>
        <PasswordInput
          label={text.people.currentPassword}
          autoComplete="current-password"
          {...form.getInputProps("currentPassword")}
        />
        <PasswordInput
          label={text.people.newPassword}
          description={text.people.passwordHint}
          autoComplete="new-password"
          {...form.getInputProps("password")}
        />
        <AutoRetry mutation={save} typed={() => (form.isValid() ? form.getValues() : undefined)} />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {text.people.changePassword}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

export function ProfilePage() {
  const { data: me, error, refetch } = useQuery(meQuery);
  return (
    <Page title={text.people.profile} size="sm">
      {me ? (
        <Stack gap="lg">
          <NameForm key={me._id} me={me} />
          <PasswordForm />
        </Stack>
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}
