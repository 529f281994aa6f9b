import { Alert, Button, Checkbox, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import { AutoRetry } from "@/components/AutoRetry";
import { TextLink } from "@/components/links";
import { useForgetError } from "@/components/use_forget_error";
import { login, register } from "@/lib/api/resources/signing_in";
import { versionQuery } from "@/lib/api/resources/version";
import { useArrived, useCarried } from "@/lib/carried";
import { beginSession } from "@/lib/session";
import { text } from "@/lib/text";

import { checkEmail, checkName, checkNewPassword } from "@/lib/bounds";
import { PeopleCard } from "./PeopleCard";
import { useArrival } from "./use_arrival";

export function RegisterPage() {
  const arrival = useArrival();
  const registration = useQuery(versionQuery).data?.registration;
  const typed = useArrived("register");
  const form = useForm({
    initialValues: { name: typed.name ?? "", email: typed.email ?? "", password: "", shared: typed.shared === "yes" },
    validate: { name: checkName, email: checkEmail, password: checkNewPassword },
  });
  useCarried("register", { name: form.values.name, email: form.values.email, shared: form.values.shared ? "yes" : "no" });
  const created = useRef("");
  const signUp = useMutation({
    mutationFn: async (values: typeof form.values) => {
      const person = { name: values.name.trim(), email: values.email.trim(), password: values.password };
      // Signing in may be what was refused: the account is there then.
      if (created.current !== person.email) await register(person);
      created.current = person.email;
      return login({ email: person.email, password: person.password });
    },
    onSuccess: ({ token }, { shared }) => beginSession(token, !shared),
  });
  useForgetError(signUp, form.values);
  if (registration?.open === false) {
    return (
      <PeopleCard title={text.people.closed} lead={text.people.closedHint}>
        <TextLink to="/login" search={arrival} underline="always">
          {text.people.signIn}
        </TextLink>
      </PeopleCard>
    );
  }
  return (
    <PeopleCard title={text.people.register} lead={text.people.registerLead}>
      <form onSubmit={form.onSubmit((values) => signUp.mutate(values))} noValidate>
        <Stack>
          {registration && registration.mailDomains.length > 0 ? (
            <Alert role="status" variant="light" color="ink" className="quiet-alert">
              {text.people.domains(registration.mailDomains.join(", "))}
            </Alert>
          ) : null}
          <TextInput label={text.people.name} dir="auto" autoComplete="name" {...form.getInputProps("name")} />
          <TextInput label={text.people.email} type="email" autoComplete="username" {...form.getInputProps("email")} />
          <PasswordInput
            label={text.people.password}
            description={text.people.passwordHint}
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
          <Checkbox label={text.people.shared} {...form.getInputProps("shared", { type: "checkbox" })} />
          <AutoRetry mutation={signUp} typed={() => (form.isValid() ? form.getValues() : undefined)} />
          <Button type="submit" fullWidth loading={signUp.isPending}>
            {text.people.register}
          </Button>
          <Text size="sm" ta="center" c="dimmed">
            {text.people.haveAccount}{" "}
            <TextLink to="/login" search={arrival} underline="always">
              {text.people.signIn}
            </TextLink>
          </Text>
        </Stack>
      </form>
    </PeopleCard>
  );
}
