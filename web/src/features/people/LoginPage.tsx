import { Alert, Button, Checkbox, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";

import { AutoRetry } from "@/components/AutoRetry";
import { TextLink } from "@/components/links";
import { useForgetError } from "@/components/use_forget_error";
import { login } from "@/lib/api/resources/signing_in";
import { versionQuery } from "@/lib/api/resources/version";
import { useArrived, useCarried } from "@/lib/carried";
import { beginSession, isShared, sessionEnding } from "@/lib/session";
import { text } from "@/lib/text";

import { checkEmail, checkPassword } from "@/lib/bounds";
import { PeopleCard } from "./PeopleCard";
import { useArrival } from "./use_arrival";

export function LoginPage() {
  const arrival = useArrival();
  const { data: version } = useQuery(versionQuery);
  const typed = useArrived("sign-in");
  const form = useForm({
    // A session of a shared computer that expired goes on as one.
    initialValues: { email: typed.email ?? "", password: "", shared: typed.shared === undefined ? isShared() : typed.shared === "yes" },
    validate: { email: checkEmail, password: checkPassword },
  });
  useCarried("sign-in", { email: form.values.email, shared: form.values.shared ? "yes" : "no" });
  const signIn = useMutation({
    mutationFn: ({ email, password }: typeof form.values) => login({ email: email.trim(), password }),
    onSuccess: ({ token }, { shared }) => beginSession(token, !shared),
  });
  useForgetError(signIn, form.values);
  return (
    <PeopleCard title={text.people.signIn} lead={text.people.signInLead}>
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
        <Stack>
          {sessionEnding() !== "none" && !signIn.isError ? (
            <Alert role="status" variant="light" color="ink" className="quiet-alert">
              {sessionEnding() === "expired" ? text.people.expired : text.people.left}
            </Alert>
          ) : null}
          <TextInput label={text.people.email} type="email" autoComplete="username" {...form.getInputProps("email")} />
          <PasswordInput label={text.people.password} autoComplete="current-password" {...form.getInputProps("password")} />
          <Checkbox label={text.people.shared} {...form.getInputProps("shared", { type: "checkbox" })} />
          <AutoRetry mutation={signIn} typed={() => (form.isValid() ? form.getValues() : undefined)} />
          <Button type="submit" fullWidth loading={signIn.isPending}>
            {text.people.signIn}
          </Button>
          <Text size="sm" ta="center" c="dimmed">
            {text.people.noAccount}{" "}
            {version?.registration.open === false ? (
              text.people.closedHint
            ) : (
              <TextLink to="/register" search={arrival} underline="always">
                {text.people.register}
              </TextLink>
            )}
          </Text>
        </Stack>
      </form>
    </PeopleCard>
  );
}
