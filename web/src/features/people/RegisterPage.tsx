import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";

import { FormError } from "@/components/FormError";
import { TextLink } from "@/components/links";
import { login } from "@/lib/api/endpoints/login";
import { register } from "@/lib/api/endpoints/register";
import { beginSession } from "@/lib/session";
import { text } from "@/lib/text";

import { checkEmail, checkName, checkNewPassword } from "@/lib/bounds";
import { PeopleCard } from "./PeopleCard";
import { useArrival } from "./use_arrival";

export function RegisterPage() {
  const arrival = useArrival();
  const form = useForm({
    initialValues: { name: "", email: "", password: "" },
    validate: { name: checkName, email: checkEmail, password: checkNewPassword },
  });
  const signUp = useMutation({
    mutationFn: async (values: typeof form.values) => {
      const person = { name: values.name.trim(), email: values.email.trim(), password: values.password };
      await register(person);
      return login({ email: person.email, password: person.password });
    },
    onSuccess: ({ token }) => beginSession(token, true),
  });
  return (
    <PeopleCard title={text.people.register} lead={text.people.registerLead}>
      <form onSubmit={form.onSubmit((values) => signUp.mutate(values))} noValidate>
        <Stack>
          <TextInput label={text.people.name} autoComplete="name" {...form.getInputProps("name")} />
          <TextInput label={text.people.email} type="email" autoComplete="username" {...form.getInputProps("email")} />
          <PasswordInput
            label={text.people.password}
            description={text.people.passwordHint}
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
          <FormError error={signUp.error} />
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
